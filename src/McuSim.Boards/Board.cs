using System.Collections.Immutable;

namespace McuSim.Boards;

/// <summary>A microcontroller board as its file describes it: what runs the code, where memory is, what an access costs.</summary>
/// <param name="Name">The name used on the command line, lower case.</param>
/// <param name="Title">The chip's or board's full name.</param>
/// <param name="Core">The processor core.</param>
/// <param name="ClockHz">Core clock in Hz.</param>
/// <param name="Regions">The address map, ascending.</param>
/// <param name="Flash">The code flash's interface.</param>
/// <param name="InstructionCache">The core's L1 instruction cache, or null.</param>
/// <param name="DataCache">The core's L1 data cache, or null.</param>
/// <param name="Placement">Which region holds what when McuSim generates the firmware.</param>
/// <param name="Supply">Supply voltage and current for the energy estimate, or null when no source gives them.</param>
/// <param name="Sources">Where the numbers come from; every number's source is named in the file.</param>
/// <param name="FileSha256">Lower-case hexadecimal SHA-256 of the board file's bytes; of the chip file's too when there is one.</param>
public sealed record Board(
    string Name,
    string Title,
    CoreDescription Core,
    long ClockHz,
    ImmutableArray<MemoryRegion> Regions,
    FlashInterface Flash,
    Cache? InstructionCache,
    Cache? DataCache,
    Placement Placement,
    Supply? Supply,
    ImmutableArray<string> Sources,
    string FileSha256)
{
    /// <summary>The chip's peripherals, or null when the board file names no chip family.</summary>
    public ChipFamily? Chip { get; init; }

    /// <summary>The clock that the board feeds to the chip (HSE, XOSC), in Hz, or null when the file does not say.</summary>
    public long? ExternalClockHz { get; init; }

    /// <summary>The highest clock of the flash's bus, in Hz, with 0, 1, 2 ... wait states; empty when the file does not say.</summary>
    public ImmutableArray<long> FlashClockLimits { get; init; } = [];

    /// <summary>Levels that the board gives to input pins, by the pin's name (PC13): whether they are high.</summary>
    public ImmutableArray<BoardPin> Pins { get; init; } = [];

    /// <summary>The wait states that a core clock needs, or null when the file does not say.</summary>
    /// <param name="clockHz">The core's clock in Hz.</param>
    public int? WaitStatesAt(double clockHz)
    {
        int states = FlashClockLimits.TakeWhile(limit => clockHz / Flash.CoreClocksPerBusClock > limit).Count();
        return states < FlashClockLimits.Length ? states : null;
    }

    /// <summary>The region that holds <paramref name="address"/>, or null.</summary>
    public MemoryRegion? RegionAt(uint address) => Regions.FirstOrDefault(r => r.Contains(address));

    /// <summary>The region called <paramref name="name"/>. Throws <see cref="KeyNotFoundException"/> when there is none.</summary>
    public MemoryRegion Region(string name) =>
        Regions.FirstOrDefault(r => r.Name == name) ?? throw new KeyNotFoundException($"Board {Name} has no region {name}.");

    /// <summary>Milliseconds that <paramref name="cycles"/> take at <see cref="ClockHz"/>.</summary>
    public double Milliseconds(long cycles) => cycles * 1000.0 / ClockHz;
}

/// <summary>A pin that the board holds at a level, with a resistor say.</summary>
/// <param name="Name">Such as PC13 or P0.11.</param>
/// <param name="High">Its level.</param>
public readonly record struct BoardPin(string Name, bool High);

/// <summary>The kinds of processor core.</summary>
public enum CoreKind
{
    /// <summary>Armv6-M, 3 stages.</summary>
    CortexM0,

    /// <summary>Armv6-M, 2 stages.</summary>
    CortexM0Plus,

    /// <summary>Armv7-M.</summary>
    CortexM3,

    /// <summary>Armv7E-M with DSP instructions.</summary>
    CortexM4,

    /// <summary>Armv7E-M, dual issue.</summary>
    CortexM7,

    /// <summary>Armv8-M Mainline.</summary>
    CortexM33,
}

/// <summary>The floating-point unit.</summary>
public enum FpuKind
{
    /// <summary>None: floating point is library code.</summary>
    None,

    /// <summary>Single precision.</summary>
    Single,

    /// <summary>Single and double precision.</summary>
    Double,
}

/// <summary>The processor core of a board.</summary>
/// <param name="Kind">Which core.</param>
/// <param name="Fpu">Its floating-point unit.</param>
/// <param name="MultiplyCycles">Cycles of MULS on an M0 or M0+ (1 or 32); 1 elsewhere.</param>
public sealed record CoreDescription(CoreKind Kind, FpuKind Fpu, int MultiplyCycles)
{
    /// <summary>Further cycles of a load below 0x20000000 on an M3 or M4 whose register offset is a result of the instruction before; 0 elsewhere.</summary>
    public int LateOffsetCycles { get; init; }

    /// <summary>Whether the core has the DSP extension (SMLAD, SXTB16, SSAT16 ...).</summary>
    public bool HasDsp => Kind is CoreKind.CortexM4 or CoreKind.CortexM7 or CoreKind.CortexM33;

    /// <summary>The GCC options that select the core, its FPU and the matching calling convention.</summary>
    public ImmutableArray<string> CompilerFlags
    {
        get
        {
            string cpu = Kind switch
            {
                CoreKind.CortexM0 => "cortex-m0",
                CoreKind.CortexM0Plus => "cortex-m0plus",
                CoreKind.CortexM3 => "cortex-m3",
                CoreKind.CortexM4 => "cortex-m4",
                CoreKind.CortexM7 => "cortex-m7",
                _ => "cortex-m33",
            };
            string? fpu = (Kind, Fpu) switch
            {
                (_, FpuKind.None) => null,
                (CoreKind.CortexM4, _) => "fpv4-sp-d16",
                (_, FpuKind.Single) => "fpv5-sp-d16",
                _ => "fpv5-d16",
            };
            return fpu is null
                ? [$"-mcpu={cpu}", "-mthumb", "-mfloat-abi=soft"]
                : [$"-mcpu={cpu}", "-mthumb", "-mfloat-abi=hard", $"-mfpu={fpu}"];
        }
    }
}
