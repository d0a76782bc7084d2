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
}

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
}

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
