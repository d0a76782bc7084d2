using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>The layers in the order they run: what each computes, costs and keeps alive.</summary>
internal static class LayersSection
{
    public static void Write(Surface surface, Report report)
    {
        surface.Heading("Layers, in the order they run");
        List<(string, bool)> columns = [("#", true)];
        if (surface.Wide) columns.Add(("Layer", false));
        columns.AddRange([("Kernel", false), ("Output", true), ("MACs", true), ("Cycles", true), ("Share", true), ("", false), ("/MAC", true), ("Alive", true), ("", true)]);
        Table table = Cells.Table(surface, [.. columns]);
        foreach ((int index, LayerUse layer) in report.Layers.Index())
            table.AddRow(Row(surface, index, layer, report));
        long outside = report.Time.Cycles - report.Layers.Sum(l => l.Cycles);
        if (outside != 0) table.AddRow(Outside(surface, outside, report.Time.Cycles));
        surface.Write(table);
        surface.Line(new Phrase($"Cycles include called functions; /MAC: cycles per multiply-accumulate; Alive: arena bytes; {Mark(surface)} most alive.", Look.Faint));
    }

    private static IEnumerable<Spectre.Console.Rendering.IRenderable> Row(Surface surface, int index, LayerUse layer, Report report)
    {
        bool peak = layer.Name == report.Memory.Sram.PeakLayer;
        yield return Cells.Of(Figures.Count(index), Look.Faint);
        if (surface.Wide) yield return Cells.Of(SafeText.Of(layer.Name, 30));
        yield return Cells.Of(SafeText.Of(layer.Kernel, 30));
        yield return Cells.Of(Figures.Dimensions(layer.OutputShape, surface.Times));
        yield return Cells.Of(layer.Macs == 0 ? "" : Figures.Short(layer.Macs));
        yield return Cells.Of(Figures.Count(layer.Cycles));
        yield return Cells.Of(Figures.Percent(layer.Cycles, report.Time.Cycles));
        yield return Cells.Of(Bars.Single(surface, Figures.Share(layer.Cycles, report.Time.Cycles), surface.Wide ? 16 : 8));
        yield return Cells.Of(layer.CyclesPerMac is { } ratio ? Figures.Fixed(ratio, 2) : "");
        yield return Cells.Of(Figures.Size(layer.LiveBytes), peak ? Look.Warning : Look.Plain);
        yield return Cells.Of(peak ? Mark(surface) : "", Look.Warning);
    }

    private static IEnumerable<Spectre.Console.Rendering.IRenderable> Outside(Surface surface, long cycles, long all)
    {
        yield return Cells.Of("");
        if (surface.Wide) yield return Cells.Of("");
        yield return Cells.Of("outside the layers", Look.Faint);
        yield return Cells.Of("");
        yield return Cells.Of("");
        yield return Cells.Of(Figures.Count(cycles), Look.Faint);
        yield return Cells.Of(Figures.Percent(cycles, all), Look.Faint);
    }

    private static string Mark(Surface surface) => surface.Unicode ? "◄" : "<";
}
