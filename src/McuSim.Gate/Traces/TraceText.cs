using System.Globalization;
using System.Text;

using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Writes a trace as text to review: one line per figure, layer, buffer and symbol, in a fixed order, every figure with its unit.</summary>
public static class TraceText
{
    /// <summary>The first word of every trace file.</summary>
    internal const string Magic = "mcusim-trace";

    /// <summary>The version of the format.</summary>
    internal const string Version = "1";

    internal const string FactsSection = "[facts]", FiguresSection = "[figures]", LayersSection = "[layers]", ArenaSection = "[arena]", SymbolsSection = "[symbols]";

    /// <summary>The text of a trace; equal traces give equal text.</summary>
    public static string Write(Trace trace)
    {
        var text = new StringBuilder();
        Line(text, Magic, Version);
        Line(text, "name", Tokens.Write(trace.Name));
        Line(text, "board", Tokens.Write(trace.Board));
        Section(text, FactsSection, trace.Facts.Select(f => $"{f.Name} {Tokens.Write(f.Value)}"));
        Section(text, FiguresSection, trace.Headlines.Select(Figure));
        Section(text, LayersSection, trace.Layers.Select(Layer));
        Section(text, ArenaSection, trace.Buffers.Select(Buffer));
        Section(text, SymbolsSection, trace.Symbols.Select(Symbol));
        return text.ToString();
    }

    private static void Section(StringBuilder text, string name, IEnumerable<string> lines)
    {
        bool open = false;
        foreach (string line in lines)
        {
            if (!open) text.Append('\n').Append(name).Append('\n');
            open = true;
            text.Append(line).Append('\n');
        }
    }

    private static void Line(StringBuilder text, params string[] tokens) => text.AppendJoin(' ', tokens).Append('\n');

    private static string Figure(Metric m) =>
        $"{Tokens.Write(m.Name)} {Gate.Figure.Of(m.Value, m.Unit)}{(m.Capacity is { } capacity ? $" of {Gate.Figure.Of(capacity, m.Unit)}" : "")}";

    private static string Layer(LayerTrace l) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Tokens.Write(l.Name)} {Tokens.Write(l.Operator)} {Tokens.Write(l.Kernel)} {Tokens.Write(l.Shape)} {l.Macs:N0} MACs {l.Cycles:N0} cycles {l.ArenaBytes:N0} B arena {l.ConstantBytes:N0} B constants {l.CodeBytes:N0} B code");

    private static string Buffer(BufferTrace b) => string.Create(
        CultureInfo.InvariantCulture, $"{Tokens.Write(b.Name)} {b.Bytes:N0} B at {b.Offset:N0} from {Tokens.Write(b.First)} until {Tokens.Write(b.Last)}");

    private static string Symbol(SymbolTrace s) => string.Join(' ', Parts(s));

    private static IEnumerable<string> Parts(SymbolTrace s)
    {
        yield return Tokens.Write(s.Name);
        if (s.Part is not null) yield return string.Create(CultureInfo.InvariantCulture, $"{s.Bytes:N0} B {Tokens.Write(s.Part)}");
        if (s.Cycles is { } cycles) yield return string.Create(CultureInfo.InvariantCulture, $"{cycles:N0} cycles");
        if (s.Calls is { } calls) yield return string.Create(CultureInfo.InvariantCulture, $"{calls:N0} calls");
    }
}
