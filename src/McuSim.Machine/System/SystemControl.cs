using McuSim.Boards;

namespace McuSim.Machine.System;

/// <summary>
/// The system control block's registers that belong to exceptions, faults, sleep and the FPU's context (DDI 0403E, B3.2). Identification and caches are elsewhere.
/// </summary>
internal sealed class SystemControl(Board board, ExceptionTable table, Func<uint> bootTable, Func<int> activeException, Action requestReset)
{
    private const uint Icsr = 0xED04, Vtor = 0xED08, Aircr = 0xED0C, Scr = 0xED10, Ccr = 0xED14, Shpr = 0xED18, Shcsr = 0xED24,
        Cfsr = 0xED28, Hfsr = 0xED2C, Dfsr = 0xED30, Mmfar = 0xED34, Bfar = 0xED38, Afsr = 0xED3C, Cpacr = 0xED88, Fpccr = 0xEF34, Fpcar = 0xEF38, Fpdscr = 0xEF3C;

    private const uint AircrKey = 0x05FA_0000, SystemReset = 4, LazyActive = 1, AutomaticState = 1u << 31;
    private const uint FpuAccess = 0xFu << 20, FirstHalf = 3u << 20;

    private Registers registers = Registers.AtReset(board.Core.Kind);

    /// <summary>Where the vectors are: VTOR, or the boot table as long as that is 0.</summary>
    internal uint VectorTable => registers.Vtor != 0 ? registers.Vtor : bootTable();

    /// <summary>
    /// VTOR as it reads: Cortex-M7 and M33 begin with where they boot from (INITVTOR), the others with 0 where the flash shows again. Where it does not, and for a program behind a boot
    /// loader, the loader has written it.
    /// </summary>
    private uint ShownVectorTable => registers.Vtor == 0 && (board.Core.Kind == CoreKind.CortexM0 || (board.Core.Kind is not (CoreKind.CortexM7 or CoreKind.CortexM33) && ShowsAtZero(bootTable()))) ? 0 : VectorTable;

    /// <summary>CCR.</summary>
    internal uint Configuration => registers.Ccr;

    /// <summary>Whether CCR lets any EXC_RETURN go to thread mode.</summary>
    internal bool MayReturnToThread => (registers.Ccr & 1) != 0;

    /// <summary>SCR.SLEEPONEXIT.</summary>
    internal bool SleepsOnExit => (registers.Scr & 2) != 0;

    /// <summary>SCR.SEVONPEND.</summary>
    internal bool EventOnPending => (registers.Scr & 16) != 0;

    /// <summary>Whether the program may use the FPU: CPACR gives full access to coprocessors 10 and 11; on Armv8-M the field of coprocessor 10 decides (Arm DDI 0553, CPACR).</summary>
    internal bool FpuEnabled => (board.Core.Kind == CoreKind.CortexM33 ? FirstHalf : FpuAccess) is var access && (registers.Cpacr & access) == access;

    /// <summary>Whether exceptions save the FPU's registers when they hold something.</summary>
    internal bool SavesFloatingPoint => board.Core.Fpu != FpuKind.None && (registers.Fpccr & AutomaticState) != 0;

    /// <summary>CONTROL with a floating-point context; the engine's Cortex-M33 keeps a second flag for secure state.</summary>
    internal uint FloatingPointFlags => board.Core.Kind == CoreKind.CortexM33 ? 0xCu : CoreState.FloatingPointActive;

    /// <summary>EXC_RETURN without its flags; Armv8-M has two more bits (DDI 0553, D1.2.95).</summary>
    internal uint ExceptionReturnBase => board.Core.Kind == CoreKind.CortexM33 ? 0xFFFF_FFA0 : 0xFFFF_FFE1;

    /// <summary>Remembers where the FPU's registers are saved; 0 when they are back.</summary>
    internal void LazyFrame(uint frame)
    {
        const uint FloatingPointOffset = 0x20;
        registers.Fpccr = frame != 0 && (registers.Fpccr & (1u << 30)) != 0 ? registers.Fpccr | LazyActive : registers.Fpccr & ~LazyActive;
        if (frame != 0) registers.Fpcar = frame + FloatingPointOffset;
    }

    /// <summary>Whether a configurable fault has its own handler (SHCSR).</summary>
    internal bool IsFaultEnabled(int number) =>
        number is >= ExceptionNumber.MemoryManagement and <= ExceptionNumber.UsageFault && (registers.Shcsr & (1u << (16 + number - ExceptionNumber.MemoryManagement))) != 0;

    /// <summary>Records a fault in CFSR, and the address of the access in BFAR or MMFAR.</summary>
    internal void Record(uint faultStatus, uint? address)
    {
        registers.Cfsr |= faultStatus;
        if (address is not { } where)
            return;
        if ((faultStatus & 0xFF00) != 0) (registers.Bfar, registers.Cfsr) = (where, registers.Cfsr | (1u << 15));
        else (registers.Mmfar, registers.Cfsr) = (where, registers.Cfsr | (1u << 7));
    }

    /// <summary>Records why HardFault is taken: bit 1 vector, bit 30 escalated, bit 31 BKPT.</summary>
    internal void RecordHardFault(uint status) => registers.Hfsr |= status;

    internal uint? Read(uint offset) => offset switch
    {
        Icsr => ReadIcsr(),
        Vtor => ShownVectorTable,
        Aircr => 0xFA05_0000 | ((uint)table.PriorityGroup << 8),
        Scr => registers.Scr,
        Ccr => registers.Ccr,
        >= Shpr and < Shcsr => ReadPriorities(offset),
        Shcsr => registers.Shcsr | ActiveBits(),
        Cfsr => registers.Cfsr,
        Hfsr => registers.Hfsr,
        Dfsr => registers.Dfsr,
        Mmfar => registers.Mmfar,
        Bfar => registers.Bfar,
        Afsr => 0,
        Cpacr => registers.Cpacr,
        Fpccr => registers.Fpccr,
        Fpcar => registers.Fpcar,
        Fpdscr => registers.Fpdscr,
        _ => null,
    };

    /// <summary>Writes a register; false when it is none of these.</summary>
    internal bool Write(uint offset, uint value)
    {
        switch (offset)
        {
            case Icsr: WriteIcsr(value); break;
            case Vtor: registers.Vtor = value & ~0x7Fu; break;
            case Aircr when (value & 0xFFFF_0000) == AircrKey:
                table.PriorityGroup = (int)(value >> 8) & 7;
                if ((value & SystemReset) != 0) requestReset();
                break;
            case Aircr: break;
            case Scr: registers.Scr = value & 0x16; break;
            case Ccr: registers.Ccr = value; break;
            case >= Shpr and < Shcsr: WritePriorities(offset, value); break;
            case Shcsr: registers.Shcsr = value & 0x7_0000; break;
            case Cfsr: registers.Cfsr &= ~value; break;
            case Hfsr: registers.Hfsr &= ~value; break;
            case Dfsr: registers.Dfsr &= ~value; break;
            case Mmfar: registers.Mmfar = value; break;
            case Bfar: registers.Bfar = value; break;
            case Afsr: break;
            case Cpacr: registers.Cpacr = value & 0x00F0_0000; break;
            case Fpccr: registers.Fpccr = value & 0xC000_0001; break;
            case Fpcar: registers.Fpcar = value & ~7u; break;
            case Fpdscr: registers.Fpdscr = value & 0x07C0_0000; break;
            default: return false;
        }

        return true;
    }

    /// <summary>Whether a write of fewer bytes than a word keeps the other bytes as they are by writing zeros there.</summary>
    internal static bool ClearsByOnes(uint offset) => offset is Cfsr or Hfsr or Dfsr or Icsr;

    internal void Reset() => registers = Registers.AtReset(board.Core.Kind);

    /// <summary>As after a reset, with another vector table.</summary>
    internal void Begin(uint vectorTable)
    {
        Reset();
        registers.Vtor = vectorTable;
    }

    internal object Capture() => registers;

    internal void Restore(object state) => registers = (Registers)state;

    private static int FirstException(uint offset) => (int)(offset - Shpr) + ExceptionNumber.MemoryManagement;

    private bool ShowsAtZero(uint address) =>
        address == 0 || board.Regions.Any(r => r is { Start: 0, AliasOf: { } other } && board.Region(other).Start == address);

    private uint ReadIcsr()
    {
        int pending = table.NextPending();
        return (uint)activeException() | ((uint)pending << 12)
            | (table.ActiveCount <= 1 ? 1u << 11 : 0)
            | (pending >= ExceptionNumber.FirstInterrupt ? 1u << 22 : 0)
            | (table.IsPending(ExceptionNumber.SysTick) ? 1u << 26 : 0)
            | (table.IsPending(ExceptionNumber.PendSv) ? 1u << 28 : 0)
            | (table.IsPending(ExceptionNumber.Nmi) ? 1u << 31 : 0);
    }

    private void WriteIcsr(uint value)
    {
        if ((value & (1u << 25)) != 0) table.Pend(ExceptionNumber.SysTick, false);
        if ((value & (1u << 26)) != 0) table.Pend(ExceptionNumber.SysTick, true);
        if ((value & (1u << 27)) != 0) table.Pend(ExceptionNumber.PendSv, false);
        if ((value & (1u << 28)) != 0) table.Pend(ExceptionNumber.PendSv, true);
        if ((value & (1u << 31)) != 0) table.Pend(ExceptionNumber.Nmi, true);
    }

    private uint ReadPriorities(uint offset)
    {
        uint value = 0;
        for (int i = 0; i < 4; i++)
            value |= (uint)table.Priority(FirstException(offset) + i) << (8 * i);
        return value;
    }

    private void WritePriorities(uint offset, uint value)
    {
        for (int i = 0; i < 4; i++)
            table.SetPriority(FirstException(offset) + i, (byte)(value >> (8 * i)));
    }

    private uint ActiveBits()
    {
        uint bits = 0;
        foreach ((int number, int bit) in new[] { (4, 0), (5, 1), (6, 3), (11, 7), (14, 10), (15, 11) })
            bits |= table.IsActive(number) ? 1u << bit : 0;
        return bits;
    }

    private struct Registers
    {
        internal uint Vtor, Scr, Ccr, Shcsr, Cfsr, Hfsr, Dfsr, Mmfar, Bfar, Cpacr, Fpccr, Fpcar, Fpdscr;

        internal static Registers AtReset(CoreKind core) => new()
        {
            Fpccr = 0xC000_0000,
            Ccr = core switch
            {
                CoreKind.CortexM0 or CoreKind.CortexM0Plus => 0x208, // alignment always checked
                CoreKind.CortexM7 => 0x4_0200,
                CoreKind.CortexM33 => 0x201,
                _ => 0x200,
            },
        };
    }
}
