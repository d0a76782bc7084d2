using System.Globalization;

using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Traces as text: one step a line, and where two traces go apart.</summary>
public static class TraceText
{
    private const int MostAccesses = 8;

    /// <summary>Writes what a trace holds.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="code">Whether the instructions of each block follow it where it is first listed.</param>
    public static void Show(TextWriter output, TraceSummary trace, bool code)
    {
        output.WriteLine($"{SafeText.Of(trace.Header.Image)} on {SafeText.Of(trace.Header.Board)}{(trace.Header.HasAccesses ? "" : ", blocks only")}");
        output.WriteLine(Invariant($"{trace.Blocks} blocks ({trace.DistinctBlocks} different), {trace.Reads} reads, {trace.Writes} writes, {trace.Exceptions} exceptions"));
        output.WriteLine();
        var listed = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (TracedStep step in trace.Steps)
        {
            output.WriteLine(Line(step, null));
            if (code && step.Begin.Block is { } block && listed.Add(block)) Instructions(output, step);
        }
    }

    /// <summary>Writes where two traces go apart.</summary>
    /// <param name="output">Where to write.</param>
    /// <param name="comparison">What was found.</param>
    /// <param name="first">The first trace's name.</param>
    /// <param name="second">The second trace's name.</param>
    public static void Difference(TextWriter output, TraceComparison comparison, string first, string second)
    {
        if (comparison.AreEqual)
        {
            output.WriteLine(Invariant($"The traces are equal: {comparison.Equal} steps."));
            return;
        }

        output.WriteLine(Invariant($"The traces are equal for {comparison.Equal} steps and differ then{What(comparison)}."));
        if (comparison.Before.Length > 0) output.WriteLine();
        foreach (TracedStep step in comparison.Before) output.WriteLine(Line(step, null));
        if (comparison.Before is [.., { } last] && comparison.Access is null) Instructions(output, last);
        Side(output, first, comparison.First, comparison);
        Side(output, second, comparison.Second, comparison);
    }

    private static string What(TraceComparison comparison) => comparison switch
    {
        { First: null } or { Second: null } => ": one ends",
        { Access: { } access } => Invariant($" in access {access + 1} of a block"),
        _ when comparison.First.Begin.Event != comparison.Second.Begin.Event => " in what is executed",
        _ when comparison.First.Accesses.Length != comparison.Second.Accesses.Length => " in how many accesses a block makes",
        _ => " in the code of a block",
    };

    private static void Side(TextWriter output, string name, TracedStep? step, TraceComparison comparison)
    {
        output.WriteLine();
        output.WriteLine($"{SafeText.Of(name)}:");
        output.WriteLine(step is null ? "  the end" : Line(step, comparison.Access));
        if (step is not null) Instructions(output, step);
    }

    private static void Instructions(TextWriter output, TracedStep step)
    {
        foreach (string line in step.Disassemble()) output.WriteLine($"              {line}");
    }

    /// <summary>A step on one line: number, address, place, accesses (those around <paramref name="access"/> when there are many).</summary>
    private static string Line(TracedStep step, int? access)
    {
        ExecutionEvent begin = step.Begin.Event;
        string what = begin.Kind == ExecutionEventKind.Exception
            ? Invariant($"{(begin.IsReturn ? "returns from" : begin.IsTailChained ? "takes, tail-chained," : "takes")} exception {begin.Size}, to 0x{begin.Address:x8}")
            : Invariant($"0x{begin.Address:x8}  {SafeText.Of(step.Begin.Block!.Place)}");
        int from = Math.Max(0, Math.Min((access ?? 0) - (MostAccesses / 2), step.Accesses.Length - MostAccesses));
        IEnumerable<string> accesses = step.Accesses.Skip(from).Take(MostAccesses).Select((a, i) => (from + i == access ? "*" : "") + Access(a));
        int after = step.Accesses.Length - from - MostAccesses;
        string rest = (from > 0 ? Invariant($"  {from} more,") : "") + string.Concat(accesses.Select(a => "  " + a)) + (after > 0 ? Invariant($"  and {after} more") : "");
        return Invariant($"{step.Number,10}  {what}{rest}");
    }

    private static string Access(ExecutionEvent access) => Invariant($"{(access.Kind == ExecutionEventKind.Read ? "r" : "w")}{8 * access.Size} 0x{access.Address:x8}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
