using McuSim.Boards;
using McuSim.Machine;
using McuSim.Timing.Memories;
using McuSim.Timing.Scheduling;

namespace McuSim.Timing;

/// <content>What is set up on the chip, and what changes when a program sets it up anew.</content>
public sealed partial class TimingModel
{
    private readonly List<Setup> _setups = [];
    private readonly Func<Board, Setup> _makeSetup;
    private Setup _setup;

    /// <summary>What is set up; at first everything is as in the board's file.</summary>
    public BoardSettings Settings { get; private set; } = BoardSettings.AsBoard;

    private IEnumerable<ScheduledBlock> AllBlocks => _setups.SelectMany(s => s.Blocks.All);

    /// <summary>
    /// Sets the chip up anew from here on, also in the middle of a block. Caches and flash lines that this changes are empty then; all counters
    /// go on. The clock does not change a count of cycles.
    /// </summary>
    /// <param name="settings">All that is set up; what is null is as in the board's file.</param>
    public void Configure(BoardSettings settings)
    {
        Settings = settings;
        Board effective = settings.Of(Board) with { ClockHz = Board.ClockHz };
        if (effective == _setup.Board) return;
        Collect();
        Setup? known = _setups.Find(s => s.Board == effective);
        if (known is null) _setups.Add(known = _makeSetup(effective));
        _setup = known;
        (_memory, _blocks, _flash, _fetch, _access, _heldReads) = (known.Memory, known.Blocks, known.Flash, known.Fetch, known.Access, known.HeldReads);
        _memory.Clear();
        _flash.Clear();
        _fills.Clear();
        _blocks.Verify();
        Array.Clear(_recent);
        (_outside.TakenNext, _outside.FallThroughNext, _fetchWasClean, _lastReadBlock) = (null, null, false, 0);
        _touched.Clear();
        _block.IsTouched = false;
        _block = _block.Address == ScheduledBlock.NoAddress ? _outside : _blocks.Find(_block.Address, _block.Size, _block.Entry);
        Touch(_block);
    }

    /// <summary>The memories as they are set up, and the blocks as they were scheduled for them.</summary>
    private sealed class Setup
    {
        public Setup(Board board, Pipeline pipeline, LineFills fills, IMemoryReader code, SegmentMap? segments)
        {
            Board = board;
            Memory = new MemoryTiming(board);
            Blocks = new BlockTable(pipeline, Memory, code, segments);
            Flash = new FlashPort(Memory);
            Fetch = new InstructionFetch(Memory, Flash, fills);
            HeldReads = ~(Memory.Regions.Any(r => r.FirstAccessCycles > 0) ? AccessFlags.Conditional : AccessFlags.Conditional | AccessFlags.First);
            Access = [.. Memory.Regions.Select(r => new AccessCost(r.Read, r.Write, r.WaitCycles, r.LineFillCycles, r.LineBusyCycles, r.FirstAccessCycles, r.Start, r.Block))];
        }

        public Board Board { get; }

        public MemoryTiming Memory { get; }

        public BlockTable Blocks { get; }

        public FlashPort Flash { get; }

        public InstructionFetch Fetch { get; }

        public AccessCost[] Access { get; }

        /// <summary>What makes a read more than its memory's price.</summary>
        public AccessFlags HeldReads { get; }
    }
}
