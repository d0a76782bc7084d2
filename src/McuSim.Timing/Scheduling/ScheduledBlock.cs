using McuSim.Timing.Decoding;
using McuSim.Timing.Memories;

namespace McuSim.Timing.Scheduling;

/// <summary>
/// A block as one pipeline state enters it: its price, its successors as far as they were met, and what it took since the counters were last
/// collected. Laid out for the loop that follows the events: plain fields.
/// </summary>
internal sealed class ScheduledBlock
{
    /// <summary>An address that no block has.</summary>
    public const uint NoAddress = uint.MaxValue;

    /// <summary>First address, or <see cref="NoAddress"/> once its code has changed.</summary>
    public uint Address;

    /// <summary>Bytes of code.</summary>
    public int Size;

    /// <summary>Address behind it.</summary>
    public uint End;

    /// <summary>Where the next block begins when its last branch is not taken; <see cref="NoAddress"/> when that is always taken.</summary>
    public uint FallThrough = NoAddress;

    /// <summary>Static cycles.</summary>
    public int StaticCycles;

    /// <summary>Further cycles when its last branch is taken.</summary>
    public int TakenCycles;

    /// <summary>Instructions.</summary>
    public int InstructionCount;

    /// <summary>How its end is predicted.</summary>
    public Prediction Prediction;

    /// <summary>Where in the predictor.</summary>
    public int PredictorIndex;

    /// <summary>Cycles of a wrong prediction.</summary>
    public int MispredictionCycles;

    /// <summary>The segment it opens, or -1.</summary>
    public int Segment;

    /// <summary>The memory that its code lies in.</summary>
    public int Memory;

    /// <summary>Path of its instruction fetches.</summary>
    public AccessPath Fetch;

    /// <summary>First cache line or accelerator line of its code.</summary>
    public uint FirstLine;

    /// <summary>Last cache line or accelerator line of its code.</summary>
    public uint LastLine;

    /// <summary>Sectors needed of the first line.</summary>
    public uint FirstSectors;

    /// <summary>Sectors needed of the last line (if it is not the first).</summary>
    public uint LastSectors;

    /// <summary>Whether some accesses may be skipped, so that events must be matched.</summary>
    public bool HasConditionalAccess;

    /// <summary>Whether the accesses' flags matter at all.</summary>
    public AccessInfo[] Accesses = [];

    /// <summary>Successor behind a taken branch met last.</summary>
    public ScheduledBlock? TakenNext;

    /// <summary>Successor behind its end.</summary>
    public ScheduledBlock? FallThroughNext;

    /// <summary>The path that was met last at this block.</summary>
    public PathSchedule? Path;

    /// <summary>Times executed since collected.</summary>
    public long Executions;

    /// <summary>Times its last branch was taken since collected.</summary>
    public long Taken;

    /// <summary>Reads through a cache or the flash's lines since collected.</summary>
    public long CachedReads;

    /// <summary>Those that were not there.</summary>
    public long ReadMisses;

    /// <summary>Lines of code, or reads of flash for it, that were not there since collected.</summary>
    public long FetchMisses;

    /// <summary>Whether there is something to collect.</summary>
    public bool IsTouched;

    /// <summary>Cycles beside the static ones since collected.</summary>
    public readonly CycleCounts Dynamic = new();

    /// <summary>The schedule.</summary>
    public required BlockSchedule Schedule;

    /// <summary>The instructions.</summary>
    public required IReadOnlyList<Instruction> Instructions;

    /// <summary>The state it was entered in.</summary>
    public required PipelineState Entry;

    /// <summary>What it took altogether since the counters were reset.</summary>
    public readonly CycleCounts Total = new();

    /// <summary>Times executed altogether.</summary>
    public long TotalExecutions;

    /// <summary>What caches were asked for since collected.</summary>
    public CacheCounts CacheCounts => new()
    {
        InstructionLookups = Fetch is AccessPath.Cache or AccessPath.Flash ? Executions * (LastLine - FirstLine + 1) : 0,
        InstructionMisses = FetchMisses,
        DataLookups = CachedReads,
        DataMisses = ReadMisses,
    };

    /// <summary>The number of the flash read that holds its first byte.</summary>
    public uint FirstSector;

    /// <summary>The issue cycle of the first instruction in each flash read from <see cref="FirstSector"/> on.</summary>
    public int[] SectorCycles = [];

    /// <summary>The issue cycle of the instruction that holds <paramref name="address"/>.</summary>
    public int CycleAt(uint address)
    {
        for (int i = 0; i < Instructions.Count; i++)
            if (Instructions[i].End > address) return Schedule.IssueCycles[i];
        return StaticCycles;
    }
}

/// <summary>How the end of a block is predicted.</summary>
internal enum Prediction : byte
{
    /// <summary>It needs no prediction, or the core has none.</summary>
    None,

    /// <summary>Taken or not: two-bit counters.</summary>
    Conditional,

    /// <summary>Where to: the last target.</summary>
    Target,
}
