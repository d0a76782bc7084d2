using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Why a network does not fit a board, and where it would.</summary>
internal static class MisfitSection
{
    public static void Write(Surface surface, Misfit misfit)
    {
        string region = SafeText.Of(misfit.Region, 20);
        surface.Gap();
        surface.Line(new("Does not fit", Look.Bad), $": {region} is {Figures.Count(misfit.OverflowBytes)} bytes too small.");
        surface.Line($"The network needs {Figures.Count(misfit.NeededBytes)} bytes there; {region} has {Figures.Count(misfit.CapacityBytes)}.");
        surface.Line(Bars.Stacked(surface, [misfit.CapacityBytes, misfit.OverflowBytes], misfit.NeededBytes, surface.Width));
        surface.Line(Bars.Legend(surface, 0), $" {Figures.Size(misfit.CapacityBytes)} that {region} holds  ", Bars.Legend(surface, 1), $" {Figures.Size(misfit.OverflowBytes)} too much (1 KB = 1,024 bytes)");
        if (misfit.Layer is { } layer)
        {
            surface.Gap();
            surface.Line($"Most is alive in {SafeText.Of(layer)}:");
            PeakSection.WriteBuffers(surface, misfit.Buffers, misfit.Buffers.Select(b => b.Offset + b.Bytes).DefaultIfEmpty(0).Max());
        }

        surface.Gap();
        surface.Line(misfit.BoardsThatFit.Length == 0
            ? "No known board fits this network."
            : $"Boards that fit: {string.Join(", ", misfit.BoardsThatFit.Select(b => SafeText.Of(b, 30)))}.");
        foreach (TensorInfo input in misfit.Model.Inputs.Where(i => i.Type == "float32"))
        {
            long elements = input.Shape.Aggregate(1L, (product, size) => product * size);
            surface.Line($"Its float32 input takes {Figures.Count(4 * elements)} bytes; given as int8 (--int8-interface) it takes {Figures.Count(elements)}.");
        }
    }
}
