using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>Where the cycles of a firmware run went.</summary>
/// <param name="Cycles">Core cycles since reset.</param>
/// <param name="Milliseconds">The same at the clock that the program has set up, or at the board's where McuSim does not know the chip's clocks.</param>
/// <param name="Causes">Cycles by cause; they sum exactly to <paramref name="Cycles"/>.</param>
/// <param name="Functions">By function, most own cycles first; their own cycles sum exactly to <paramref name="Cycles"/>.</param>
/// <param name="Blocks">The basic blocks that took most cycles, most first.</param>
public sealed record FirmwareProfile(
    long Cycles, double Milliseconds, ImmutableArray<CauseUse> Causes, ImmutableArray<FunctionProfile> Functions, ImmutableArray<HotBlock> Blocks)
{
    /// <summary>What caches were asked for; empty where none was, and in reports of earlier versions.</summary>
    public ImmutableArray<CacheUse> Caches { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>One function of a firmware run. Calls are followed by their branches: what a function jumps to at its end (a tail call) counts for itself.</summary>
/// <param name="Name">Its symbol, or its address where there is none.</param>
/// <param name="Address">As <c>0x08000120</c>.</param>
/// <param name="Source">File and line as in <c>main.c:42</c>, or null.</param>
/// <param name="Calls">Times it was entered.</param>
/// <param name="InclusiveCycles">Core cycles in it and in what it called; a recursive function's counted once.</param>
/// <param name="ExclusiveCycles">Core cycles in it alone.</param>
/// <param name="Instructions">Instructions executed in it alone.</param>
public sealed record FunctionProfile(
    string Name, string Address, string? Source, long Calls, long InclusiveCycles, long ExclusiveCycles, long Instructions)
{
    /// <summary>Own cycles by cause; they sum exactly to <see cref="ExclusiveCycles"/>. Empty where blocks cannot be told to belong to it.</summary>
    public ImmutableArray<CauseUse> Causes { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>A basic block that took many cycles.</summary>
/// <param name="Place">Its first instruction.</param>
/// <param name="Bytes">Bytes of code.</param>
/// <param name="Executions">How often it began.</param>
/// <param name="Instructions">Instructions executed in it.</param>
/// <param name="Cycles">Core cycles.</param>
/// <param name="Causes">Cycles by cause; they sum exactly to <paramref name="Cycles"/>.</param>
/// <param name="Disassembly">Its instructions; empty without the toolchain's objdump.</param>
public sealed record HotBlock(
    CodePlace Place, int Bytes, long Executions, long Instructions, long Cycles, ImmutableArray<CauseUse> Causes, ImmutableArray<string> Disassembly);
