using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Why a network does not fit a board, and where it would.</summary>
internal static class MisfitSection
{
    public static void Write(Surface surface, Misfit misfit)
    {
        string region = SafeText.Of(misfit.Region, 20);
        surface.Gap();
        surface.Line(
            new("Does not fit", Look.Bad),
            $": {region} is short by {Figures.Count(misfit.OverflowBytes)} bytes. It needs {Figures.Count(misfit.NeededBytes)} bytes ({Figures.Size(misfit.NeededBytes)}) of {Figures.Count(misfit.CapacityBytes)} ({Figures.Size(misfit.CapacityBytes)}; 1 KB = 1,024 bytes).");
        int width = surface.Width - 30;
        surface.Line([.. Bars.Stacked(surface, [misfit.CapacityBytes, misfit.OverflowBytes], misfit.NeededBytes, width)]);
        surface.Line(" ", Bars.Legend(surface, 0), $" what {region} holds  ", Bars.Legend(surface, 1), " too much");
        if (misfit.Layer is { } layer)
        {
            surface.Gap();
            surface.Line($"Most is alive during {SafeText.Of(layer)}:");
            PeakSection.WriteBuffers(surface, misfit.Buffers, misfit.Buffers.Select(b => b.Offset + b.Bytes).DefaultIfEmpty(0).Max());
        }

        surface.Gap();
        surface.Line(misfit.BoardsThatFit.Length == 0
            ? "No known board fits this network."
            : $"Boards that fit: {string.Join(", ", misfit.BoardsThatFit.Select(b => SafeText.Of(b, 30)))}.");
    }
}
