using McuSim.Timing.Decoding;

namespace McuSim.Timing.Scheduling;

/// <summary>
/// A core's pipeline: gives a basic block its issue schedule. A schedule depends on nothing but the block and the state in which the pipeline
/// enters it, so it is made once and reused.
/// </summary>
internal abstract class Pipeline
{
    /// <summary>The state after a taken branch with nothing in flight.</summary>
    public abstract PipelineState Empty { get; }

    /// <summary>Cycles that an exception's entry or return takes.</summary>
    public abstract int ExceptionCycles { get; }

    /// <summary>Cycles of a wrong prediction, and how many fewer when the flags were old; 0 for a core without prediction.</summary>
    public virtual (int Cycles, int OldFlagsBonus) Misprediction => (0, 0);

    /// <summary>Further cycles of an unaligned access.</summary>
    /// <param name="address">Where.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="isWrite">Whether it is a store.</param>
    public abstract int UnalignedCycles(uint address, int bytes, bool isWrite);

    /// <summary>Cycles lost when code comes from one memory on the system bus and data lies in another.</summary>
    public virtual int SystemBusSwitch => 0;

    /// <summary>Further cycles of a load over the code buses whose offset the instruction before formed.</summary>
    public virtual int CodeBusOffset => 0;

    /// <summary>Schedules a block.</summary>
    /// <param name="block">Its instructions.</param>
    /// <param name="entry">The state in which the pipeline enters it.</param>
    /// <param name="fetchCycles">Further cycles of every fetch from the memory that its code lies in.</param>
    public abstract BlockSchedule Schedule(IReadOnlyList<Instruction> block, PipelineState entry, int fetchCycles = 0);
}

/// <summary>What a pipeline carries from one block to the next. Equal states have equal keys.</summary>
/// <param name="Key">Everything that later schedules depend on.</param>
internal abstract record PipelineState(string Key)
{
    /// <summary>The key's hash.</summary>
    public int Hash { get; } = Key.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public sealed override string ToString() => Key;
}

/// <summary>The static price of a block.</summary>
internal sealed class BlockSchedule
{
    /// <summary>Cycles from the block's first issue to that of whatever follows when its last branch is not taken.</summary>
    public required CycleCounts Cycles { get; init; }

    /// <summary>Further cycles when the last branch is taken.</summary>
    public required int TakenCycles { get; init; }

    /// <summary>The issue cycle of each instruction, relative to the block's begin.</summary>
    public required int[] IssueCycles { get; init; }

    /// <summary>What is known of each memory access the block makes, in program order.</summary>
    public required AccessInfo[] Accesses { get; init; }

    /// <summary>Whether the flags that decide the last branch were set early enough to shorten a misprediction.</summary>
    public bool OldFlags { get; init; }

    /// <summary>The pipeline's state behind a taken branch.</summary>
    public required PipelineState TakenExit { get; set; }

    /// <summary>The pipeline's state at the instruction behind the block.</summary>
    public required PipelineState FallThroughExit { get; set; }

    /// <summary>The schedule of no instructions.</summary>
    public static BlockSchedule Nothing(PipelineState state) => new()
    {
        Cycles = new CycleCounts(),
        TakenCycles = 0,
        IssueCycles = [],
        Accesses = [],
        TakenExit = state,
        FallThroughExit = state,
    };
}

/// <summary>What the schedule knows of a memory access.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Flags">The rest.</param>
/// <param name="Cycle">The cycle of its block in which it is made, waits aside.</param>
internal readonly record struct AccessInfo(byte Bytes, AccessFlags Flags, ushort Cycle);

/// <summary>Properties of a memory access.</summary>
[Flags]
internal enum AccessFlags : byte
{
    /// <summary>A plain read.</summary>
    None = 0,

    /// <summary>It writes.</summary>
    Write = 1,

    /// <summary>An access whose address phase overlaps the data phase of the load before it, if both go to the same memory.</summary>
    Chained = 2,

    /// <summary>A load issued in the same cycle as the load before it, if they go to different banks.</summary>
    Paired = 4,

    /// <summary>Its instruction may have been skipped.</summary>
    Conditional = 8,

    /// <summary>It keeps an instruction fetch waiting, if it goes over the bus that the code is fetched over.</summary>
    Contends = 16,

    /// <summary>Its code comes over the system bus.</summary>
    FromSystemBus = 32,

    /// <summary>A load, or the first access of a list, that overlaps no load before it.</summary>
    First = 64,

    /// <summary>A load whose offset the instruction before formed.</summary>
    FreshOffset = 128,
}
