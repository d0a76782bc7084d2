using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>What one run did, call by call. It is made only when asked for, and holds nothing that differs between two equal runs.</summary>
/// <param name="Subject">The network's or the image's name.</param>
/// <param name="Board">The board.</param>
/// <param name="Cycles">Core cycles of the run.</param>
/// <param name="Calls">Calls by their beginning.</param>
/// <param name="Complete">Whether <paramref name="Calls"/> are all calls, or the first of them.</param>
/// <param name="Stacks">Own cycles by call stack, in the order they first ran; they sum exactly to <paramref name="Cycles"/>.</param>
/// <param name="Sources">Lines of source that ran and that did not, by path; empty without debug information or the toolchain's addr2line.</param>
public sealed record Recording(
    string Subject, BoardInfo Board, long Cycles, ImmutableArray<CallSpan> Calls, bool Complete, ImmutableArray<StackCycles> Stacks,
    ImmutableArray<SourceCoverage> Sources);

/// <summary>One call.</summary>
/// <param name="Function">The function.</param>
/// <param name="Depth">Calls open around it.</param>
/// <param name="Begin">The cycle, counted from the beginning of the run, at which it was entered.</param>
/// <param name="End">The cycle at which it was left.</param>
/// <param name="StackBytes">Bytes of the main stack in use when it was entered, its own frame excluded.</param>
public sealed record CallSpan(string Function, int Depth, long Begin, long End, long StackBytes);

/// <summary>Cycles of one call stack.</summary>
/// <param name="Path">Functions, outermost first.</param>
/// <param name="Cycles">Core cycles in the innermost one alone.</param>
public sealed record StackCycles(ImmutableArray<string> Path, long Cycles);

/// <summary>What ran of one source file.</summary>
/// <param name="Path">As in the debug information, without <c>./</c> and <c>a/../</c>.</param>
/// <param name="Functions">Functions by line.</param>
/// <param name="Lines">Lines that have code, ascending.</param>
public sealed record SourceCoverage(string Path, ImmutableArray<FunctionHits> Functions, ImmutableArray<LineHits> Lines);

/// <summary>How often a function was entered.</summary>
/// <param name="Name">Its symbol.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Hits">Times its first instruction began a block.</param>
public sealed record FunctionHits(string Name, int Line, long Hits);

/// <summary>How often a line ran.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Hits">Executions of the instruction of the line that ran most often.</param>
public sealed record LineHits(int Line, long Hits);
