using System.Text.RegularExpressions;

using McuSim.Measurement;

using Spectre.Console;
using Spectre.Console.Rendering;

namespace McuSim.Reports;

/// <summary>The layers in the order they run: what each computes, costs and keeps alive.</summary>
internal static partial class LayersSection
{
    private const int LongestBar = 24;
    private const int ShortestBar = 4;
    private const int KernelColumn = 2;
    private const int BarColumn = 7;

    public static void Write(Surface surface, Report report, CauseColours colours)
    {
        surface.Heading("Layers, in the order they run");
        string[] headings = ["#", "Layer", "Kernel", "Output", "MACs", "Cycles", "Share", "", "/MAC", "Alive", ""];
        List<string[]> rows = [.. report.Layers.Select((layer, index) => Row(surface, index, layer, report))];
        long outside = report.Time.Cycles - report.Layers.Sum(l => l.Cycles);
        if (outside != 0) rows.Add(["", "", "outside the layers", "", "", Figures.Count(outside), Figures.Percent(outside, report.Time.Cycles), "", "", "", ""]);

        int[] shown = [.. Enumerable.Range(0, headings.Length).Where(column => headings[column] != "Layer" || surface.Wide)];
        int texts = shown.Sum(column => rows.Select(r => r[column].GetCellWidth()).Append(headings[column].Length).Max() + 1);
        int bar = Math.Min(LongestBar, surface.Width - texts);
        if (bar < ShortestBar)
        {
            int room = rows.Max(r => r[KernelColumn].Length) + surface.Width - texts + 1;
            foreach (string[] row in rows) row[KernelColumn] = SafeText.Wrap(row[KernelColumn], room);
            (bar, shown) = (0, [.. shown.Where(column => column != BarColumn)]);
        }

        Table table = Cells.Table(shown.Select(column => (headings[column], headings[column] is not ("Layer" or "Kernel") && column != BarColumn)));
        long most = report.Layers.Select(l => l.Cycles).DefaultIfEmpty(0).Max();
        foreach ((int index, string[] row) in rows.Index())
        {
            LayerUse? layer = index < report.Layers.Length ? report.Layers[index] : null;
            table.AddRow(shown.Select(column => column == BarColumn && layer is not null ? Bar(surface, layer, most, bar, colours) : Cell(row[column], column, layer, report)));
        }

        surface.Write(table);
        if (report.Layers.Any(l => Streamed().IsMatch(l.Kernel)))
            surface.Line(new Phrase("Kernels with [3-5]: layers 3 to 5 are computed together, some rows at a time; moving rows counts to the layer before.", Look.Faint));
        surface.Line(new Phrase($"Cycles with called functions{(bar > 0 ? "; the bars show their causes" : "")}. /MAC: cycles per multiply-accumulate. Alive: bytes of the arena in use, most at {Mark(surface)}.", Look.Faint));
    }

    private static string[] Row(Surface surface, int index, LayerUse layer, Report report) =>
    [
        Figures.Count(index),
        SafeText.Of(layer.Name, 32),
        SafeText.Of(layer.Kernel, 32),
        Figures.Dimensions(layer.OutputShape, surface.Times),
        layer.Macs == 0 ? "" : Figures.Short(layer.Macs),
        Figures.Count(layer.Cycles),
        Figures.Percent(layer.Cycles, report.Time.Cycles),
        "",
        layer.CyclesPerMac is { } ratio ? Figures.Fixed(ratio, 2) : "",
        Figures.Size(layer.LiveBytes),
        IsPeak(layer, report) ? Mark(surface) : "",
    ];

    private static IRenderable Cell(string text, int column, LayerUse? layer, Report report)
    {
        Style style = layer is null || column == 0 ? Look.Faint : column > BarColumn + 1 && IsPeak(layer, report) ? Look.Warning : Look.Plain;
        return Cells.Of(text, style);
    }

    private static Paragraph Bar(Surface surface, LayerUse layer, long most, int longest, CauseColours colours)
    {
        int width = (int)Math.Round(Math.Clamp(Figures.Share(layer.Cycles, most), 0, 1) * longest);
        return Cells.Of(Bars.Split(surface, colours.Split(layer.Causes), width));
    }

    private static bool IsPeak(LayerUse layer, Report report) => layer.Name == report.Memory.Sram.PeakLayer;

    private static string Mark(Surface surface) => surface.Unicode ? "◄" : "<";

    /// <summary>The kernel of a layer that is computed together with others.</summary>
    [GeneratedRegex(@"\[\d+-\d+\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Streamed();
}
