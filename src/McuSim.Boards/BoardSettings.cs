namespace McuSim.Boards;

/// <summary>What is set up on a chip that its speed depends on. Null leaves a setting as the board file has it.</summary>
public sealed record BoardSettings
{
    private const int CacheLineBytes = 32; // Cortex-M7: Arm DDI 0489F section 5.5

    /// <summary>Everything as the board file has it.</summary>
    public static BoardSettings AsBoard { get; } = new();

    /// <summary>The core's clock in Hz.</summary>
    public long? ClockHz { get; init; }

    /// <summary>Flash wait states.</summary>
    public int? WaitStates { get; init; }

    /// <summary>Whether the flash interface reads the next word ahead.</summary>
    public bool? Prefetch { get; init; }

    /// <summary>Whether the flash accelerator keeps lines for instructions (of one that shares its lines: whether it is on).</summary>
    public bool? InstructionAccelerator { get; init; }

    /// <summary>Whether the flash accelerator keeps lines for data.</summary>
    public bool? DataAccelerator { get; init; }

    /// <summary>Whether the core's instruction cache is on.</summary>
    public bool? InstructionCache { get; init; }

    /// <summary>Whether the core's data cache is on.</summary>
    public bool? DataCache { get; init; }

    /// <summary>These settings, and where they are null those of <paramref name="others"/>.</summary>
    public BoardSettings Over(BoardSettings others) => new()
    {
        ClockHz = ClockHz ?? others.ClockHz,
        WaitStates = WaitStates ?? others.WaitStates,
        Prefetch = Prefetch ?? others.Prefetch,
        InstructionAccelerator = InstructionAccelerator ?? others.InstructionAccelerator,
        DataAccelerator = DataAccelerator ?? others.DataAccelerator,
        InstructionCache = InstructionCache ?? others.InstructionCache,
        DataCache = DataCache ?? others.DataCache,
    };

    /// <summary>
    /// The board with these settings. What it does not have cannot be switched on. A line fill from flash becomes longer or shorter by the wait
    /// states that change: the core waits for one flash read, and the rest of the line streams in; it ends later by those of every read.
    /// </summary>
    public Board Of(Board board) => board with
    {
        ClockHz = ClockHz ?? board.ClockHz,
        InstructionCache = InstructionCache == false ? null : board.InstructionCache,
        DataCache = DataCache == false ? null : board.DataCache,
        Flash = Of(board.Flash),
    };

    private FlashInterface Of(FlashInterface flash)
    {
        int states = WaitStates ?? flash.WaitStates;
        int more = (states - flash.WaitStates) * flash.CoreClocksPerBusClock;
        int fill = flash.LineFillCycles == 0 ? 0 : Math.Max(1, flash.LineFillCycles + more);
        int reads = Math.Max(1, 8 * CacheLineBytes / flash.WidthBits);
        return flash with
        {
            WaitStates = states,
            LineFillCycles = fill,
            LineBusyCycles = Math.Max(fill, flash.LineBusyCycles + (more * reads)),
            Prefetch = Prefetch ?? flash.Prefetch,
            Accelerator = flash.Accelerator is { } accelerator ? Of(accelerator) : null,
        };
    }

    private FlashAccelerator? Of(FlashAccelerator accelerator)
    {
        if (accelerator.Shared) return InstructionAccelerator == false ? null : accelerator;
        return accelerator with
        {
            InstructionLines = InstructionAccelerator == false ? 0 : accelerator.InstructionLines,
            DataLines = DataAccelerator == false ? 0 : accelerator.DataLines,
        };
    }
}
