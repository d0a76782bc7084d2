using McuSim.Gate;
using McuSim.Measurement;

namespace McuSim.Testing;

/// <summary>What was measured, and assertions on it.</summary>
public sealed class McuRun
{
    private readonly TraceDifference? comparison;

    private McuRun(Trace trace, TraceDifference? comparison)
    {
        Trace = trace;
        this.comparison = comparison;
    }

    /// <summary>Everything measured.</summary>
    public Trace Trace { get; }

    /// <summary>Whether the network fits the board. Where it does not, it has no other figures.</summary>
    public bool Fits => !Trace.IsMisfit;

    /// <summary>Time of one inference (of the whole run of firmware) at the board's clock; over a dataset the median.</summary>
    public Measured<TimeSpan> Latency => new(this, "latency", m => TimeSpan.FromTicks((long)Math.Ceiling(m * TimeSpan.TicksPerMillisecond)), t => Figure.Of((decimal)t.Ticks / TimeSpan.TicksPerMillisecond, MetricUnit.Milliseconds));

    /// <summary>Core cycles of the same.</summary>
    public Measured<long> Cycles => Whole("cycles");

    /// <summary>The most writable memory in use: static data, arena and stack.</summary>
    public Measured<ByteSize> PeakSram => Size("sram.peak");

    /// <summary>The arena of a network.</summary>
    public Measured<ByteSize> Arena => Size("arena");

    /// <summary>The stack, from its top to the lowest address written.</summary>
    public Measured<ByteSize> Stack => Size("stack");

    /// <summary>Code, constants and start-up.</summary>
    public Measured<ByteSize> Flash => Size("flash.total");

    /// <summary>The share of labelled inputs whose largest output is the label.</summary>
    public Measured<Percentage> Accuracy => new(this, "accuracy.top1", v => new Percentage(v), p => p.ToString());

    /// <summary>The CRC-32 of the network's outputs, as 8 hexadecimal digits; null for firmware.</summary>
    public string? OutputCrc32 => Trace.Fact(FactNames.Output);

    /// <summary>The cycles of a layer.</summary>
    /// <param name="layer">Its name, such as <c>layer_03_conv_2d</c>.</param>
    public Measured<long> LayerCycles(string layer) => Whole($"layers.{layer}.cycles");

    /// <summary>Any figure by its name (docs/gate.md), in its unit: B, cycles, ms, %.</summary>
    public decimal Figures(string metric) => Find(metric).Value;

    /// <summary>Compares with a recorded trace: limits such as <c>+0</c> then have something to compare with.</summary>
    /// <param name="file">The trace's file, written by <c>mcusim record</c>.</param>
    public McuRun Against(string file) => new(Trace, new TraceDifference(TraceReader.ReadFile(TestFile.Find(file)), Trace));

    /// <summary>Keeps a limit as budget files write it: <c>ShouldKeep("flash.total", "80 %")</c>, <c>ShouldKeep("cycles", "+1 %")</c>.</summary>
    /// <exception cref="AssertionException">It is broken.</exception>
    /// <exception cref="Common.McuSimException">There is no such metric, or the limit cannot be read.</exception>
    public McuRun ShouldKeep(string metric, string limit)
    {
        LimitResult[] broken = [.. LimitCheck.Of(Trace, comparison, metric, limit).Where(l => !l.Kept)];
        if (broken.Length == 0) return this;
        throw new AssertionException($"{Subject}: {string.Join("\n", broken.Select(b => string.Join("\n  ", [b.Sentence, .. b.Blame])))}");
    }

    /// <summary>The network fits the board.</summary>
    /// <exception cref="AssertionException">It does not.</exception>
    public McuRun ShouldFit() => Fits ? this : throw new AssertionException($"{Subject}: the network does not fit: {Trace.Fact(FactNames.Misfit)}");

    internal string Subject => $"{Trace.Name} on {Trace.Board}";

    internal static Task<McuRun> Of(string name, Subject subject, string board, CancellationToken cancellation) => Task.Run(
        () => new McuRun(LimitCheck.Measure(name, subject, board, cancellation), null), cancellation);

    internal Metric Find(string metric) => ShouldFit().Trace.Metrics.Find(metric)
        ?? throw new AssertionException($"{Subject} has no figure {metric}{(metric.StartsWith("accuracy", StringComparison.Ordinal) ? ": give it labelled inputs (WithData)" : "")}.");

    internal IEnumerable<string> Explain(string metric) => LimitCheck.Explain(Trace, comparison, metric);

    private Measured<long> Whole(string metric) => new(this, metric, v => (long)v, v => Figure.Of(v, Find(metric).Unit));

    private Measured<ByteSize> Size(string metric) => new(this, metric, v => new ByteSize((long)v), b => b.ToString());
}
