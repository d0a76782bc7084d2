using McuSim.Machine;
using McuSim.Timing.Memories;

namespace McuSim.Timing.Scheduling;

/// <summary>
/// An <see cref="ExecutionPath"/> as one pipeline state enters it: what its blocks take one after another when code is there, branches go as predicted and data
/// cost what their memories always do; and which of its steps can come out otherwise. Cycles are counted from the begin of its first block.
/// </summary>
internal sealed class PathSchedule
{
    /// <summary>The path.</summary>
    public required ExecutionPath Path;

    /// <summary>The <see cref="BlockTable.Changes"/> at which it was made.</summary>
    public required int Changes;

    /// <summary>How often an access went to another memory than expected.</summary>
    public int Surprises;

    /// <summary>How many schedules were made before this one because of that.</summary>
    public int Made;

    /// <summary>Whether its blocks lie in one segment and its code in memory that can be looked ahead.</summary>
    public bool IsUsable = true;

    /// <summary>The segment that its blocks open, or -1.</summary>
    public int Segment = -1;

    /// <summary>Its blocks.</summary>
    public required ScheduledBlock[] Blocks;

    /// <summary>When each block begins.</summary>
    public required int[] Begins;

    /// <summary>When each block is over, but for its branch.</summary>
    public required int[] Ends;

    /// <summary>Waits of each block that do not change.</summary>
    public required int[] Waits;

    /// <summary>Reads of each block that go through a cache.</summary>
    public required int[] CachedReads;

    /// <summary>Reads of constants of each block that always go to the flash.</summary>
    public required int[] FlashReads;

    /// <summary>Fetches of each block that always go to the flash, and what the path left in its buffer.</summary>
    public required PathFetch[] FlashFetches;

    /// <summary>Cycles of each of these reads.</summary>
    public required int FlashReadCycles;

    /// <summary>Cycles of each of these fetches.</summary>
    public required int FlashFetchCycles;

    /// <summary>How many accesses of the schedule each block has used at its end.</summary>
    public required int[] Ordinals;

    /// <summary>The event of the last read up to each block's end; -1 for none.</summary>
    public required int[] LastReads;

    /// <summary>The branches between blocks that are predicted.</summary>
    public required PathBranch[] Branches;

    /// <summary>All accesses.</summary>
    public required PathAccess[] Accesses;

    /// <summary>What can cost more than in <see cref="Ends"/>: accesses, fetches of code that may not be there.</summary>
    public required PathStep[] Steps;

    /// <summary>The same without fetches.</summary>
    public required PathStep[] DataSteps;

    /// <summary>How much of it belongs to the first blocks: an entry for each number of blocks.</summary>
    public required PathCounts[] Counts;

    /// <summary>What its first blocks fetch, by the number of blocks; null where they never ran without a miss.</summary>
    public required PathFetches?[] Fetches;

    /// <summary>How often its first blocks ran since collected, by the number of blocks.</summary>
    public required long[] Runs;

    /// <summary>Whether <see cref="Runs"/> holds something.</summary>
    public bool IsTouched;

    /// <summary>Moves what was counted to the blocks.</summary>
    public void Collect(Action<ScheduledBlock> touch)
    {
        long runs = 0;
        for (int i = Blocks.Length - 1; i >= 0; i--)
        {
            ScheduledBlock block = Blocks[i];
            if (i + 1 < Blocks.Length && (uint)Path.Events[Path.Starts[i + 1]] != block.FallThrough) block.Taken += runs;
            runs += Runs[i + 1];
            if (runs == 0) continue;
            touch(block);
            block.Executions += runs;
            block.CachedReads += runs * CachedReads[i];
            block.ReadMisses += runs * FlashReads[i];
            block.FetchMisses += runs * FlashFetches[i].Misses;
            block.Dynamic.Add(CycleCause.Bus, runs * Waits[i]);
            block.Dynamic.Add(CycleCause.DataFlash, runs * FlashReads[i] * FlashReadCycles);
            block.Dynamic.Add(CycleCause.InstructionFlash, runs * FlashFetches[i].Misses * FlashFetchCycles);
        }

        Array.Clear(Runs);
        IsTouched = false;
    }
}

/// <summary>The lines of code that the first blocks of a path fetch.</summary>
/// <param name="flash">Those of the flash's accelerator; null for none.</param>
/// <param name="cache">Those of the L1 cache; null for none.</param>
internal sealed class PathFetches(LineUses? flash, LineUses? cache)
{
    public readonly LineUses? Flash = flash, Cache = cache;

    /// <summary>The state of the caches in which the blocks ran without a miss. As long as no line comes or goes, they do so again.</summary>
    public long CleanAt = -1;
}

/// <summary>How much of a path belongs to its first blocks.</summary>
internal readonly record struct PathCounts(int Instructions, int Branches, int Accesses, int Steps, int DataSteps);

/// <summary>What is known beforehand of the fetches of a block on a path.</summary>
/// <param name="Misses">How many go to the flash.</param>
/// <param name="IsHeld">Whether it is known what the flash's buffer holds afterwards.</param>
/// <param name="Line">The line that it holds then.</param>
/// <param name="Sectors">Of that line, what is surely there.</param>
internal readonly record struct PathFetch(int Misses, bool IsHeld, uint Line, uint Sectors);

/// <summary>A branch between two blocks of a path that is predicted.</summary>
/// <param name="To">The second block's number.</param>
/// <param name="Index">Where in the predictor.</param>
/// <param name="IsTaken">Whether it is taken.</param>
/// <param name="Target">Where an indirect branch goes; <see cref="ScheduledBlock.NoAddress"/> for a conditional one.</param>
internal readonly record struct PathBranch(int To, int Index, bool IsTaken, uint Target);

/// <summary>An access of a path.</summary>
/// <param name="Event">Its event's number.</param>
/// <param name="Page">What the page that it goes to is in <see cref="Memories.MemoryTiming.Pages"/>.</param>
/// <param name="Mask">Which bits of that matter.</param>
internal readonly record struct PathAccess(int Event, byte Page, byte Mask);

/// <summary>A step of a path whose cycles depend on addresses or on what happened before.</summary>
/// <param name="Block">Its block's number.</param>
/// <param name="Cycle">When it is made; of an access, that of the block's end.</param>
/// <param name="Event">The access's event; -1 for the fetch of the block.</param>
/// <param name="Ordinal">The access's number in the block's schedule.</param>
/// <param name="LastRead">The event of the read before it; -1 when that is before the path.</param>
/// <param name="IsHeld">Whether what it waits for buses depends on its address or the read before it.</param>
/// <param name="IsPair">Whether all that it can wait for is that both loads of a pair go to one bank.</param>
/// <param name="IsAgain">Whether it is the fetch of the block that ran before: not made again when that did not wait.</param>
internal readonly record struct PathStep(int Block, int Cycle, int Event, int Ordinal, int LastRead, bool IsHeld, bool IsPair, bool IsAgain);
