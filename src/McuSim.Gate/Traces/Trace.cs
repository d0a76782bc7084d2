using System.Collections.Immutable;

using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>
/// What is remembered of one network or firmware on one board: every figure, and enough of the plan and the image to say later what took the
/// bytes or cycles. It is what <c>traces/</c> holds, what two reports are compared by, and what a check judges.
/// </summary>
/// <param name="Name">The model's or firmware's name in the budget, or its own.</param>
/// <param name="Board">The board's name.</param>
/// <param name="Facts">What was measured, with hashes, and how it was built, in a fixed order.</param>
/// <param name="Headlines">All metrics but those of layers and functions.</param>
/// <param name="Layers">The generated functions in execution order; empty for firmware.</param>
/// <param name="Buffers">What the arena holds; empty for firmware.</param>
/// <param name="Symbols">Functions and tables, by what they take: flash, cycles or both.</param>
public sealed record Trace(
    string Name, string Board, ImmutableArray<Fact> Facts, Metrics Headlines, ImmutableArray<LayerTrace> Layers, ImmutableArray<BufferTrace> Buffers,
    ImmutableArray<SymbolTrace> Symbols)
{
    private Metrics? metrics;

    /// <summary>Every figure under its name, as <see cref="McuSim.Measurement.Metrics"/> names it.</summary>
    public Metrics Metrics => metrics ??= new(
    [
        .. Headlines,
        .. Layers.SelectMany(l => l.Metrics),
        .. Symbols.SelectMany(s => s.Metrics),
    ]);

    /// <summary>Whether the network did not fit the board.</summary>
    public bool IsMisfit => Fact(FactNames.Misfit) is not null;

    /// <summary>The value of a fact, or null.</summary>
    public string? Fact(string name) => Facts.FirstOrDefault(f => f.Name == name)?.Value;
}

/// <summary>Something that is no figure: a hash, the compiler, a setting.</summary>
/// <param name="Name">One of <see cref="FactNames"/>.</param>
/// <param name="Value">What it is.</param>
public sealed record Fact(string Name, string Value);

/// <summary>A layer of a network.</summary>
/// <param name="Name">Its C name.</param>
/// <param name="Operator">The TFLite name of the operator.</param>
/// <param name="Kernel">The kernel chosen.</param>
/// <param name="Shape">Its output's dimensions, as in <c>1x25x5x64</c>.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Cycles">Core cycles, callees included.</param>
/// <param name="ArenaBytes">Bytes of the arena alive while it runs.</param>
/// <param name="ConstantBytes">Its weights and tables.</param>
/// <param name="CodeBytes">Its function.</param>
public sealed record LayerTrace(
    string Name, string Operator, string Kernel, string Shape, long Macs, long Cycles, long ArenaBytes, long ConstantBytes, long CodeBytes)
{
    internal IEnumerable<Metric> Metrics =>
    [
        new($"layers.{Name}.cycles", Cycles, MetricUnit.Cycles),
        new($"layers.{Name}.arena", ArenaBytes, MetricUnit.Bytes),
        new($"layers.{Name}.constants", ConstantBytes, MetricUnit.Bytes),
        new($"layers.{Name}.code", CodeBytes, MetricUnit.Bytes),
    ];
}

/// <summary>A tensor or scratch buffer in the arena.</summary>
/// <param name="Name">Such as <c>layer_03_conv_2d/out</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="First">The first layer during which it is alive; <see cref="Start"/> when the user writes it.</param>
/// <param name="Last">The last layer during which it is alive; <see cref="End"/> when the user reads it.</param>
public sealed record BufferTrace(string Name, long Bytes, long Offset, string First, string Last)
{
    /// <summary>Before the first layer.</summary>
    public const string Start = "start";

    /// <summary>After the last layer.</summary>
    public const string End = "end";
}

/// <summary>A function or table.</summary>
/// <param name="Name">Its symbol.</param>
/// <param name="Part">code, constants, start-up, ...; null for one without a known size.</param>
/// <param name="Bytes">What it takes of flash.</param>
/// <param name="Cycles">Core cycles spent in it alone; null when it never ran or is no function.</param>
/// <param name="Calls">How often a firmware's function was entered, or null.</param>
public sealed record SymbolTrace(string Name, string? Part, long Bytes, long? Cycles, long? Calls)
{
    internal IEnumerable<Metric> Metrics
    {
        get
        {
            if (Cycles is { } cycles) yield return new($"functions.{Name}.cycles", cycles, MetricUnit.Cycles);
            if (Calls is { } calls) yield return new($"functions.{Name}.calls", calls, MetricUnit.Count);
            if (Part is not null) yield return new($"symbols.{Name}", Bytes, MetricUnit.Bytes);
        }
    }
}
