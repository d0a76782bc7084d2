using System.Collections.Immutable;

namespace McuSim.Boards;

/// <summary>What McuSim knows of the peripherals of a family of chips: enough for start-up code to pass. Read from a chip file (docs/boards.md).</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Title">The family's full name.</param>
/// <param name="Peripherals">The peripherals, in the order of the file.</param>
/// <param name="Identity">Words of identification in ROM, or null.</param>
/// <param name="Settings">The fields in which programs set up the flash interface.</param>
/// <param name="Clocks">The clock tree: each clock comes after those that it is made from. The one called <c>core</c> drives the core.</param>
public sealed record ChipFamily(
    string Name,
    string Title,
    ImmutableArray<ChipPeripheral> Peripherals,
    ChipIdentity? Identity,
    ChipSettingFields Settings,
    ImmutableArray<ChipClock> Clocks)
{
    /// <summary>How the program that a reset starts makes the simulated core run, where another core of the chip starts first; null where it does not.</summary>
    public ChipSecondCore? SecondCore { get; init; }

    /// <summary>How programs write the flash, one entry for each set of registers; empty where stores to flash are faults.</summary>
    public ImmutableArray<ChipFlashWriter> FlashWriters { get; init; } = [];

    /// <summary>The flags that say why the chip started, or null.</summary>
    public ChipResetFlags? ResetFlags { get; init; }
}

/// <summary>The registers through which a program erases and writes flash.</summary>
/// <param name="Start">Bytes from the begin of the flash to what these registers write.</param>
/// <param name="Size">How many bytes; 0 for up to the end.</param>
/// <param name="Unlock">The register that takes the keys, or null when nothing is locked.</param>
/// <param name="Keys">The keys, in their order.</param>
/// <param name="Lock">The bit that is one while it is locked, or null.</param>
/// <param name="Program">The bits that let stores write; one of them does.</param>
/// <param name="Erase">The bit that asks for one page.</param>
/// <param name="EraseAll">The bits that ask for everything, or a bank each.</param>
/// <param name="Page">The field with the page's number, or with its address (32 bits).</param>
/// <param name="Bank">The bit that chooses the second half of the flash, or null.</param>
/// <param name="Begin">The bit that begins an erasure, or null when writing <paramref name="Page"/> does.</param>
/// <param name="Done">The flag that tells the end, or null.</param>
/// <param name="DoneInterrupt">The bit that makes <paramref name="Done"/> an interrupt, or null.</param>
/// <param name="Interrupt">That interrupt's line, or null.</param>
/// <param name="Pages">The sizes of the pages in bytes; the last one is that of all that follow.</param>
public sealed record ChipFlashWriter(
    uint Start,
    uint Size,
    RegisterField? Unlock,
    ImmutableArray<uint> Keys,
    RegisterField? Lock,
    ImmutableArray<RegisterField> Program,
    RegisterField Erase,
    ImmutableArray<RegisterField> EraseAll,
    RegisterField Page,
    RegisterField? Bank,
    RegisterField? Begin,
    RegisterField? Done,
    RegisterField? DoneInterrupt,
    int? Interrupt,
    ImmutableArray<uint> Pages);

/// <summary>The flags that say why the chip started; null where there is none.</summary>
/// <param name="Software">A reset that the program asked for.</param>
/// <param name="Watchdog">The independent watchdog.</param>
/// <param name="WindowWatchdog">The window watchdog.</param>
/// <param name="Remove">The bit that clears these flags and all others above it.</param>
public sealed record ChipResetFlags(RegisterField? Software, RegisterField? Watchdog, RegisterField? WindowWatchdog, RegisterField? Remove);

/// <summary>
/// A chip whose reset starts another core, which starts the one that does the work. McuSim has one core: it executes the first program, and the second one from
/// when the first one asks for it.
/// </summary>
/// <param name="Power">The field that switches the second core on.</param>
/// <param name="On">The value that does.</param>
/// <param name="Vectors">The field with the address of its vector table, in units of its lowest bit.</param>
public sealed record ChipSecondCore(RegisterField Power, uint On, RegisterField Vectors);

/// <summary>A peripheral at the bus.</summary>
/// <param name="Name">As in the reference manual: <c>RCC</c>, <c>USART2</c>.</param>
/// <param name="Start">Its first address.</param>
/// <param name="Size">Bytes of addresses.</param>
/// <param name="Device">What it does besides remembering (docs/boards.md lists the kinds), or null.</param>
/// <param name="Interrupt">The number of its interrupt line, or null.</param>
/// <param name="Clock">The clock that drives it, by its name in <see cref="ChipFamily.Clocks"/>; null for the core's.</param>
/// <param name="Plain">Whether registers that are not listed are known to do nothing that programs wait for.</param>
/// <param name="AtomicAliases">Whether the peripheral shows again at +0x1000 (XOR), +0x2000 (set) and +0x3000 (clear), as on RP2040.</param>
/// <param name="Registers">The registers with a reset value or a rule.</param>
public sealed record ChipPeripheral(
    string Name,
    uint Start,
    uint Size,
    string? Device,
    int? Interrupt,
    string? Clock,
    bool Plain,
    bool AtomicAliases,
    ImmutableArray<ChipRegister> Registers)
{
    /// <summary>The numbers of its interrupt lines, where each of its streams or channels has one.</summary>
    public ImmutableArray<int> Interrupts { get; init; } = [];

    /// <summary>What the words of a memory of settings hold where neither a register says so nor the image stores something; null for what is no such memory.</summary>
    public uint? Fill { get; init; }

    /// <summary>What would have to answer here and is not simulated, such as "USB host"; null where nothing is missing.</summary>
    public string? Absent { get; init; }

    /// <summary>Where a serial port that is described as data has its fields; null for anything else.</summary>
    public ChipSerial? Serial { get; init; }

    /// <summary>Where a port of pins that is described as data has its fields; null for anything else.</summary>
    public ChipPort? Port { get; init; }
}

/// <summary>The fields of a serial port (<c>device: uart</c>).</summary>
/// <param name="Transmit">What is written here is sent.</param>
/// <param name="Receive">What was received is read here.</param>
/// <param name="Received">The flag of a byte that waits.</param>
/// <param name="NotReceived">The flag that none waits, or null.</param>
/// <param name="ReceiverOn">The bit that switches the receiver on; null when it is always on.</param>
/// <param name="ReceiveInterrupt">The bit that makes <paramref name="Received"/> an interrupt, or null.</param>
/// <param name="TransmitInterrupt">The bits that make the empty transmitter one, or null.</param>
public sealed record ChipSerial(
    RegisterField Transmit, RegisterField Receive, RegisterField? Received, RegisterField? NotReceived, RegisterField? ReceiverOn, RegisterField? ReceiveInterrupt, RegisterField? TransmitInterrupt);

/// <summary>The registers of a port of pins (<c>device: port</c>).</summary>
/// <param name="Outputs">The levels that the program drives.</param>
/// <param name="Inputs">The levels of the pins, or null.</param>
/// <param name="Directions">Ones for outputs; null when all pins read what is driven.</param>
public sealed record ChipPort(RegisterField Outputs, RegisterField? Inputs, RegisterField? Directions);

/// <summary>Where a chip shows what it is, in ROM.</summary>
/// <param name="FlashSizeAt">The address of the 16-bit flash size in KB, or null.</param>
/// <param name="UniqueIdAt">The address of the 96-bit unique identifier, or null.</param>
/// <param name="BootRom">The name of the boot ROM whose functions programs call, or null.</param>
public sealed record ChipIdentity(uint? FlashSizeAt, uint? UniqueIdAt, string? BootRom);

/// <summary>The fields in which programs set up the flash interface; null where the family has none.</summary>
/// <param name="WaitStates">Wait states.</param>
/// <param name="Prefetch">Prefetch enable.</param>
/// <param name="InstructionAccelerator">Enable of the flash's instruction cache.</param>
/// <param name="DataAccelerator">Enable of the flash's data cache.</param>
public sealed record ChipSettingFields(
    RegisterField? WaitStates, RegisterField? Prefetch, RegisterField? InstructionAccelerator, RegisterField? DataAccelerator);
