using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Timing.Cores;
using McuSim.Timing.Memories;
using McuSim.Timing.Scheduling;

namespace McuSim.Timing;

/// <summary>
/// Turns what a program did (blocks executed, memory accessed) into core cycles of a board, each with a cause and a place. See docs/timing.md.
/// Several models may follow one run. Not safe for use by several threads at once.
/// </summary>
/// <remarks>
/// Blocks are priced once per state in which the pipeline enters them; later executions reuse the price, and only what depends on addresses
/// (flash, caches, memory banks, unaligned accesses) and on the outcome of branches is added as it happens.
/// </remarks>
public sealed partial class TimingModel : IPathObserver
{
    private readonly Pipeline _pipeline;
    private readonly BranchPredictor _predictor = new();
    private readonly LineFills _fills = new();
    private readonly ScheduledBlock _outside;
    private MemoryTiming _memory;
    private BlockTable _blocks;
    private InstructionFetch _fetch;
    private FlashPort _flash;

    /// <summary>Makes the timing of a board's core and memories, with everything empty as after a reset.</summary>
    /// <param name="board">The board.</param>
    /// <param name="code">Reads the code that blocks are made of.</param>
    /// <param name="segments">Divides the run into segments (layers); null for one segment.</param>
    /// <exception cref="McuSimException">There is no timing for the board's core.</exception>
    public TimingModel(Board board, IMemoryReader code, SegmentMap? segments = null)
    {
        Board = board;
        _pipeline = CoreTables.PipelineOf(board);
        _makeSetup = on => new Setup(on, _pipeline, _fills, code, segments);
        _setup = _makeSetup(board);
        _setups.Add(_setup);
        (_memory, _blocks, _flash, _fetch, _access, _heldReads) = (_setup.Memory, _setup.Blocks, _setup.Flash, _setup.Fetch, _setup.Access, _setup.HeldReads);
        _outside = new ScheduledBlock
        {
            Address = ScheduledBlock.NoAddress,
            End = ScheduledBlock.NoAddress,
            Segment = -1,
            Schedule = BlockSchedule.Nothing(_pipeline.Empty),
            Instructions = [],
            Entry = _pipeline.Empty,
        };
        _block = _outside;
        _segmentCycles = new CycleCounts[segments?.Count ?? 1];
        _segmentInstructions = new long[_segmentCycles.Length];
        _segmentCaches = new CacheCounts[_segmentCycles.Length];
        for (int i = 0; i < _segmentCycles.Length; i++) (_segmentCycles[i], _segmentCaches[i]) = (new CycleCounts(), new CacheCounts());
    }

    /// <summary>The board.</summary>
    public Board Board { get; }

    /// <summary>Core cycles since the counters were reset.</summary>
    public long Cycles => _cycles - _cyclesAtReset;

    /// <summary>Instructions since the counters were reset, skipped ones of IT blocks included.</summary>
    public long Instructions { get; private set; }

    /// <summary>Instructions met that the decode tables do not have (each counted once, timed as one cycle). 0 in code that compilers emit.</summary>
    public int UnknownInstructions => AllBlocks.Sum(b => b.Instructions.Count(i => i.Kind == Decoding.InstructionKind.Unknown));

    /// <summary>
    /// Puts core and memories into the state after a reset: caches, accelerator and predictor empty. The counters stay. What was learnt of the
    /// code stays too, unless the code in writable memory has changed.
    /// </summary>
    public void ClearState()
    {
        _memory.Clear();
        _predictor.Clear();
        _flash.Clear();
        _fills.Clear();
        _blocks.Verify();
        (_block, _ordinal, _lastReadBlock, _lastReadAddress, _fetchWasClean) = (_outside, 0, 0, 0, false);
        Touch(_outside);
    }

    /// <summary>Captures the state of core and memories.</summary>
    public TimingState Capture() => new(new TimingContent(
        _memory.InstructionLines.Capture(), _memory.DataLines?.Capture(), _memory.InstructionCache?.Capture(), _memory.DataCache?.Capture(),
        _predictor.Capture(), _flash.Capture(_cycles), _fills.Capture(_cycles), (_block.Address, _block.Size, _block.Entry), _ordinal, _lastReadBlock, _lastReadAddress,
        _fetchWasClean, _segment, Settings));

    /// <summary>Puts core and memories into a captured state. The counters stay.</summary>
    /// <param name="state">Captured by a model of the same board.</param>
    public void Restore(TimingState state)
    {
        TimingContent content = state.Content;
        Configure(content.Settings);
        Collect();
        _memory.InstructionLines.Restore(content.InstructionLines);
        _memory.DataLines?.Restore(content.DataLines!);
        _memory.InstructionCache?.Restore(content.InstructionCache!);
        _memory.DataCache?.Restore(content.DataCache!);
        _predictor.Restore(content.Predictor);
        _flash.Restore(content.Prefetch.Word, content.Prefetch.Ready, _cycles);
        _fills.Restore(content.LinePortBusy, _cycles);
        _blocks.Verify();
        (uint address, int size, PipelineState entry) = content.Block;
        _block = address == ScheduledBlock.NoAddress ? _outside : _blocks.Find(address, size, entry);
        (_ordinal, _lastReadBlock, _lastReadAddress) = (content.Ordinal, content.LastReadBlock, content.LastReadAddress);
        (_fetchWasClean, _segment) = (content.FetchWasClean, content.Segment);
        Touch(_block);
    }

    /// <summary>Whether the model needs to be told of reads from a region: it does where what they cost, or what their neighbours cost, depends on the address.</summary>
    public bool NeedsReads(MemoryRegion region) =>
        region.Kind != MemoryKind.Peripheral || region.WaitStates > 0;

    /// <summary>Whether the model needs to be told of writes to a region: it does where they can wait, or can change code.</summary>
    public bool NeedsWrites(MemoryRegion region) =>
        _memory.RegionAt(region.Start).Write != AccessPath.Free || (region.Executable && region.Writable);
}
