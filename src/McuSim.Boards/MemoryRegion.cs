namespace McuSim.Boards;

/// <summary>What a region is made of, and so how an access to it is timed.</summary>
public enum MemoryKind
{
    /// <summary>The code flash, through its interface (<see cref="FlashInterface"/>).</summary>
    Flash,

    /// <summary>SRAM on the bus (cached where the core has a data cache).</summary>
    Sram,

    /// <summary>Data tightly coupled memory, or core-coupled memory that only data accesses reach.</summary>
    DataTcm,

    /// <summary>Instruction tightly coupled memory.</summary>
    InstructionTcm,

    /// <summary>Read-only memory of the chip (boot loader, option bytes).</summary>
    Rom,

    /// <summary>Memory-mapped peripherals.</summary>
    Peripheral,
}

/// <summary>One range of the address map.</summary>
/// <param name="Name">Unique on the board, lower case: flash, dtcm, sram1 ...</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Start">First address.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Executable">Whether instructions can be fetched from it.</param>
/// <param name="WaitStates">Extra core cycles of one uncached access (beat), beyond what the core's own table counts.</param>
/// <param name="LineFillCycles">Core cycles that a cache line fill from here stalls the core; 0 where the core has no cache. For the flash region see <see cref="FlashInterface"/>.</param>
/// <param name="AliasOf">The region whose bytes appear here again, or null.</param>
public sealed record MemoryRegion(
    string Name, MemoryKind Kind, uint Start, uint Size, bool Executable, int WaitStates, int LineFillCycles, string? AliasOf)
{
    /// <summary>First address after the region (as a 64-bit number, because a region may end at 4 GiB).</summary>
    public ulong End => (ulong)Start + Size;

    /// <summary>Core cycles from the begin of one L1 line fill from here until the next can begin; at least <see cref="LineFillCycles"/>.</summary>
    public int LineBusyCycles { get; init; } = LineFillCycles;

    /// <summary>Further core cycles of an access that follows no other to the same memory at once: a single load, the first word of a list, an instruction fetch.</summary>
    public int FirstAccessCycles { get; init; }

    /// <summary>Whether programs may write it.</summary>
    public bool Writable => Kind is MemoryKind.Sram or MemoryKind.DataTcm or MemoryKind.InstructionTcm or MemoryKind.Peripheral;

    /// <summary>Whether the region holds <paramref name="address"/>.</summary>
    public bool Contains(uint address) => address >= Start && address < End;
}

/// <summary>The interface between core and code flash at the board's clock.</summary>
/// <param name="WaitStates">Wait states of one flash read, in flash bus clocks.</param>
/// <param name="WidthBits">Bits that one flash read delivers (64, 128, 256).</param>
/// <param name="CoreClocksPerBusClock">Core clocks per flash bus clock (2 on an H7 at 480 MHz, else 1).</param>
/// <param name="LineFillCycles">Core cycles that an L1 cache line fill from flash stalls the core; 0 where the core has no cache.</param>
/// <param name="Prefetch">Whether the next sequential line is read ahead.</param>
/// <param name="Accelerator">The accelerator between core and flash (ART), or null.</param>
public sealed record FlashInterface(
    int WaitStates, int WidthBits, int CoreClocksPerBusClock, int LineFillCycles, bool Prefetch, FlashAccelerator? Accelerator)
{
    /// <summary>Whether it is a serial flash outside the chip.</summary>
    public bool IsSerial { get; init; }

    /// <summary>Core cycles from the begin of one L1 line fill from flash until the next can begin; at least <see cref="LineFillCycles"/>.</summary>
    public int LineBusyCycles { get; init; } = LineFillCycles;
}

/// <summary>A flash accelerator: small caches of flash lines in front of the flash, apart for instructions and data, or one for both.</summary>
/// <param name="LineBytes">Bytes of one line.</param>
/// <param name="InstructionLines">Lines kept for instruction fetches, or for both when <paramref name="Shared"/>; the least recently used goes.</param>
/// <param name="DataLines">Lines kept for data reads of flash; 0 for none, or when <paramref name="Shared"/>.</param>
/// <param name="Ways">Associativity; 0 for fully associative.</param>
/// <param name="Shared">Whether instruction fetches and data reads share the lines.</param>
/// <param name="MissCycles">Core cycles of a read that no line holds, beside the flash's wait states.</param>
public sealed record FlashAccelerator(int LineBytes, int InstructionLines, int DataLines, int Ways = 0, bool Shared = false, int MissCycles = 0)
{
    /// <summary>The same of a read of the word that was read ahead.</summary>
    public int AheadCycles { get; init; } = MissCycles;
}

/// <summary>An L1 cache of the core.</summary>
/// <param name="Bytes">Capacity.</param>
/// <param name="LineBytes">Bytes of one line.</param>
/// <param name="Ways">Associativity.</param>
public sealed record Cache(int Bytes, int LineBytes, int Ways);
