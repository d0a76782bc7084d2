using McuSim.Boards;

namespace McuSim.Machine.System;

/// <summary>
/// The registers at 0xE0000000 that start-up code and timing code use: identification, caches, FPU enable, cycle counter, SysTick.
/// Everything else reads zero and is counted. There is no interrupt controller yet. Source: Armv7-M manual, DDI 0403E, B3.2 and C1.8.
/// </summary>
internal sealed class PrivatePeripheralBus(Board board, Func<ulong> cycles, Action requestReset) : IBusDevice
{
    /// <summary>First address of the bus.</summary>
    internal const uint Start = 0xE000_0000;

    /// <summary>Bytes of the bus.</summary>
    internal const uint Size = 0x10_0000;

    private const uint DwtControl = 0x1000, DwtCycleCount = 0x1004, SysTickFirst = 0xE010, SysTickLast = 0xE01F;
    private const uint CpuId = 0xED00, VectorTable = 0xED08, Aircr = 0xED0C, Configuration = 0xED14;
    private const uint Clidr = 0xED78, Ctr = 0xED7C, Ccsidr = 0xED80, Csselr = 0xED84, CoprocessorAccess = 0xED88, Demcr = 0xEDFC;
    private const uint CacheMaintenanceFirst = 0xEF50, CacheMaintenanceLast = 0xEF7B;
    private const uint FpContextControl = 0xEF34;
    private const uint AircrKey = 0x05FA_0000, SystemReset = 4;
    private const uint FpuAccess = 0xFu << 20;
    private const uint FourComparators = 4u << 28;
    private const uint InstructionCacheOn = 1u << 17, DataCacheOn = 1u << 16;

    private readonly SysTick sysTick = new(cycles);
    private Registers registers = Registers.AtReset(board);

    /// <summary>Accesses to registers that are not modelled.</summary>
    internal long UnmodelledAccesses { get; private set; }

    /// <summary>Accesses to the cache maintenance registers.</summary>
    internal long CacheMaintenanceOperations { get; private set; }

    /// <summary>Whether the program has switched the instruction cache on.</summary>
    internal bool InstructionCacheEnabled => (registers.Configuration & InstructionCacheOn) != 0;

    /// <summary>Whether the program has switched the data cache on.</summary>
    internal bool DataCacheEnabled => (registers.Configuration & DataCacheOn) != 0;

    /// <summary>Whether the program may use the FPU: CPACR gives full access to coprocessors 10 and 11.</summary>
    internal bool FpuEnabled => (registers.CoprocessorAccess & FpuAccess) == FpuAccess;

    /// <inheritdoc/>
    public ulong Read(uint offset, int size)
    {
        uint word = ReadWord(offset & ~3u);
        return size >= 4 ? word : (word >> (int)((offset & 3) * 8)) & ((1u << (size * 8)) - 1);
    }

    /// <inheritdoc/>
    public void Write(uint offset, int size, ulong value)
    {
        // The registers modelled here are written as whole words only.
        if (size == 4)
            WriteWord(offset, (uint)value);
        else
            UnmodelledAccesses++;
    }

    /// <inheritdoc/>
    public void Reset()
    {
        registers = Registers.AtReset(board);
        sysTick.Restore(default);
        UnmodelledAccesses = CacheMaintenanceOperations = 0;
    }

    /// <inheritdoc/>
    public object Capture() => (registers, sysTick.Capture(), UnmodelledAccesses, CacheMaintenanceOperations);

    /// <inheritdoc/>
    public void Restore(object state)
    {
        (registers, SysTick.State tick, UnmodelledAccesses, CacheMaintenanceOperations) = ((Registers, SysTick.State, long, long))state;
        sysTick.Restore(tick);
    }

    private uint ReadWord(uint offset) => offset switch
    {
        DwtControl => FourComparators | registers.DwtControl,
        DwtCycleCount => CycleCount(),
        >= SysTickFirst and <= SysTickLast => sysTick.Read(offset - SysTickFirst),
        CpuId => CoreIdentity.CpuId(board.Core.Kind),
        VectorTable => registers.VectorTable,
        Aircr => 0xFA05_0000,
        Configuration => registers.Configuration,
        Clidr => CoreIdentity.CacheLevels(board),
        Ctr => CoreIdentity.CacheType(board),
        Ccsidr => CoreIdentity.CacheSize((registers.CacheSelect & 1) == 0 ? board.DataCache : board.InstructionCache),
        Csselr => registers.CacheSelect,
        CoprocessorAccess => registers.CoprocessorAccess,
        FpContextControl => registers.FpContextControl,
        Demcr => registers.Demcr,
        _ => Unmodelled(),
    };

    private void WriteWord(uint offset, uint value)
    {
        switch (offset)
        {
            case DwtControl: SetCycleCounter((value & 1) != 0, CycleCount()); break;
            case DwtCycleCount: SetCycleCounter((registers.DwtControl & 1) != 0, value); break;
            case >= SysTickFirst and <= SysTickLast: sysTick.Write(offset - SysTickFirst, value); break;
            case VectorTable: registers = registers with { VectorTable = value & ~0x7Fu }; break;
            case Aircr when (value & 0xFFFF_0000) == AircrKey && (value & SystemReset) != 0: requestReset(); break;
            case Configuration: registers = registers with { Configuration = value }; break;
            case Csselr: registers = registers with { CacheSelect = value & 1 }; break;
            case CoprocessorAccess: registers = registers with { CoprocessorAccess = value }; break;
            case FpContextControl: registers = registers with { FpContextControl = value }; break;
            case Demcr: registers = registers with { Demcr = value }; break;
            case >= CacheMaintenanceFirst and <= CacheMaintenanceLast: CacheMaintenanceOperations++; break;
            default: Unmodelled(); break;
        }
    }

    private uint Unmodelled()
    {
        UnmodelledAccesses++;
        return 0;
    }

    private uint CycleCount() =>
        (registers.DwtControl & 1) != 0 ? (uint)(cycles() - registers.CycleOffset) : registers.CyclesWhenStopped;

    private void SetCycleCounter(bool running, uint count) =>
        registers = registers with { DwtControl = running ? 1u : 0u, CyclesWhenStopped = count, CycleOffset = cycles() - count };

    private readonly record struct Registers(
        uint DwtControl, uint CyclesWhenStopped, ulong CycleOffset, uint VectorTable, uint Configuration, uint CacheSelect,
        uint CoprocessorAccess, uint FpContextControl, uint Demcr)
    {
        internal static Registers AtReset(Board board) => new(0, 0, 0, 0, ConfigurationAtReset(board.Core.Kind), 0, 0, 0xC000_0000, 0);

        private static uint ConfigurationAtReset(CoreKind core) => core switch
        {
            CoreKind.CortexM0 or CoreKind.CortexM0Plus => 0x208, // alignment always checked
            CoreKind.CortexM7 => 0x4_0200,
            CoreKind.CortexM33 => 0x201,
            _ => 0x200,
        };
    }
}
