using McuSim.Boards;

namespace McuSim.Machine.System;

/// <summary>
/// The registers at 0xE0000000 that every Cortex-M has. Each unit answers for its own; what is left is identification, caches and DEMCR. Everything
/// else reads zero and is counted. Source: Armv7-M manual, DDI 0403E, B3.2 and C1.
/// </summary>
internal sealed class PrivatePeripheralBus : ITimedDevice
{
    /// <summary>First address of the bus.</summary>
    internal const uint Start = 0xE000_0000;

    /// <summary>Bytes of the bus.</summary>
    internal const uint Size = 0x10_0000;

    private const uint InterruptType = 0xE004, AuxiliaryControl = 0xE008, SysTickFirst = 0xE010, SysTickLast = 0xE01F;
    private const uint CpuId = 0xED00, Clidr = 0xED78, Ctr = 0xED7C, Ccsidr = 0xED80, Csselr = 0xED84, Demcr = 0xEDFC;
    private const uint SoftwareTrigger = 0xEF00, MediaFeatures0 = 0xEF40, MediaFeatures1 = 0xEF44, CacheMaintenanceFirst = 0xEF50, CacheMaintenanceLast = 0xEF7B;
    private const uint InstructionCacheOn = 1u << 17, DataCacheOn = 1u << 16, TraceOn = 1u << 24;

    private readonly Board board;
    private readonly ExceptionTable table;
    private readonly InterruptController interrupts;
    private readonly SystemControl control;
    private readonly Scheduler scheduler;
    private readonly ExceptionUnit exceptions;
    private readonly SysTick sysTick;
    private readonly DataWatchpoint watchpoint;
    private readonly TraceMacrocell trace;
    private readonly MemoryProtection protection;
    private readonly uint debugControlAtReset;
    private uint cacheSelect, auxiliaryControl, debugControl;

    internal PrivatePeripheralBus(
        Board board, ExceptionTable table, SystemControl control, ExceptionUnit exceptions, Scheduler scheduler, MemoryProtection protection, Action<int, byte>? traceOutput)
    {
        this.board = board;
        this.table = table;
        this.control = control;
        this.exceptions = exceptions;
        this.scheduler = scheduler;
        this.protection = protection;
        interrupts = new InterruptController(table);
        sysTick = new SysTick(() => scheduler.Now, () => table.Pend(ExceptionNumber.SysTick, true));
        watchpoint = new DataWatchpoint(() => scheduler.Now, Profile);
        trace = new TraceMacrocell(traceOutput);
        debugControl = debugControlAtReset = traceOutput is null ? 0 : TraceOn;
    }

    /// <summary>Accesses to registers that are not modelled.</summary>
    internal long UnmodelledAccesses { get; private set; }

    /// <summary>Accesses to the cache maintenance registers.</summary>
    internal long CacheMaintenanceOperations { get; private set; }

    /// <summary>Whether the program has switched the instruction cache on.</summary>
    internal bool InstructionCacheEnabled => (control.Configuration & InstructionCacheOn) != 0;

    /// <summary>Whether the program has switched the data cache on.</summary>
    internal bool DataCacheEnabled => (control.Configuration & DataCacheOn) != 0;

    /// <summary>Where the clock's cycles went, without sleep; null when that is not known.</summary>
    internal Func<CycleProfile>? ProfileSource { get; set; }

    /// <summary>Told after the program switched a cache on or off.</summary>
    internal Action? CachesSwitched { get; set; }

    /// <inheritdoc/>
    public ulong NextEvent => sysTick.NextEvent;

    /// <inheritdoc/>
    public void Elapse(ulong now) => sysTick.Elapse(now);

    /// <summary>A profiling counter's count since reset, in the order of their registers.</summary>
    private ulong Profile(int counter)
    {
        _ = scheduler.Now; // what happened so far has been counted then
        CycleProfile profile = ProfileSource?.Invoke() ?? default;
        return counter switch { 0 => profile.Instructions, 1 => profile.Exceptions, 2 => scheduler.SleepCycles, 3 => profile.LoadsAndStores, _ => profile.Folded };
    }

    /// <inheritdoc/>
    public ulong Read(uint offset, int size)
    {
        uint word = ReadWord(offset & ~3u);
        return size >= 4 ? word : (word >> (int)((offset & 3) * 8)) & ((1u << (size * 8)) - 1);
    }

    /// <inheritdoc/>
    public void Write(uint offset, int size, ulong value)
    {
        if (offset <= TraceMacrocell.Last)
        {
            if (!trace.Write(offset, size, (uint)value)) UnmodelledAccesses++;
            return;
        }

        if (size >= 4)
        {
            WriteWord(offset & ~3u, (uint)value);
            return;
        }

        // Priorities and fault status may be written by bytes; the word's other bytes stay.
        uint word = offset & ~3u, mask = ((1u << (size * 8)) - 1) << (int)((offset & 3) * 8);
        uint others = SystemControl.ClearsByOnes(word) ? 0 : ReadWord(word) & ~mask;
        WriteWord(word, others | (((uint)value << (int)((offset & 3) * 8)) & mask));
    }

    /// <inheritdoc/>
    public void Reset()
    {
        table.Reset();
        control.Reset();
        exceptions.Reset();
        sysTick.Restore(default);
        watchpoint.Reset();
        trace.Reset();
        protection.Reset();
        scheduler.SleepCycles = 0;
        cacheSelect = auxiliaryControl = 0;
        debugControl = debugControlAtReset;
        UnmodelledAccesses = CacheMaintenanceOperations = 0;
    }

    /// <inheritdoc/>
    public object Capture() => new Saved(
        table.Capture(), control.Capture(), exceptions.EventRegister, sysTick.Capture(), watchpoint.Capture(), trace.Capture(), protection.Capture(), scheduler.SleepCycles,
        (cacheSelect, auxiliaryControl, debugControl), (UnmodelledAccesses, CacheMaintenanceOperations));

    /// <inheritdoc/>
    public void Restore(object state)
    {
        var saved = (Saved)state;
        table.Restore(saved.Table);
        control.Restore(saved.Control);
        exceptions.EventRegister = saved.EventRegister;
        sysTick.Restore(saved.SysTick);
        watchpoint.Restore(saved.Watchpoint);
        trace.Restore(saved.Trace);
        protection.Restore(saved.Protection);
        scheduler.SleepCycles = saved.SleepCycles;
        (cacheSelect, auxiliaryControl, debugControl) = saved.Words;
        (UnmodelledAccesses, CacheMaintenanceOperations) = saved.Counts;
    }

    private uint ReadWord(uint offset) => offset switch
    {
        <= TraceMacrocell.Last => trace.Read(offset) ?? Unmodelled(),
        >= DataWatchpoint.First and <= DataWatchpoint.Last => watchpoint.Read(offset) ?? Unmodelled(),
        InterruptType => 7,
        AuxiliaryControl => auxiliaryControl,
        >= SysTickFirst and <= SysTickLast => sysTick.Read(offset - SysTickFirst),
        >= InterruptController.First and <= InterruptController.Last => interrupts.Read(offset - InterruptController.First),
        CpuId => CoreIdentity.CpuId(board.Core.Kind),
        Clidr => CoreIdentity.CacheLevels(board),
        Ctr => CoreIdentity.CacheType(board),
        Ccsidr => CoreIdentity.CacheSize((cacheSelect & 1) == 0 ? board.DataCache : board.InstructionCache),
        Csselr => cacheSelect,
        >= MemoryProtection.First and <= MemoryProtection.Last => protection.Read(offset - MemoryProtection.First),
        Demcr => debugControl,
        MediaFeatures0 => CoreIdentity.MediaFeatures0(board.Core.Fpu),
        MediaFeatures1 => board.Core.Fpu == FpuKind.None ? 0 : 0x1100_0011u,
        _ => control.Read(offset) ?? Unmodelled(),
    };

    private void WriteWord(uint offset, uint value)
    {
        switch (offset)
        {
            case >= DataWatchpoint.First and <= DataWatchpoint.Last when watchpoint.Write(offset, value): break;
            case AuxiliaryControl: auxiliaryControl = value; break;
            case >= SysTickFirst and <= SysTickLast: sysTick.Write(offset - SysTickFirst, value); break;
            case >= InterruptController.First and <= InterruptController.Last: interrupts.Write(offset - InterruptController.First, value); break;
            case SoftwareTrigger: table.Pend(ExceptionNumber.FirstInterrupt + (int)Math.Min(value & 0x1FF, 239), true); break;
            case Csselr: cacheSelect = value & 1; break;
            case >= MemoryProtection.First and <= MemoryProtection.Last: protection.Write(offset - MemoryProtection.First, value); break;
            case Demcr: debugControl = value; break;
            case >= CacheMaintenanceFirst and <= CacheMaintenanceLast: CacheMaintenanceOperations++; break;
            default:
                uint before = control.Configuration;
                if (!control.Write(offset, value)) Unmodelled();
                if (((before ^ control.Configuration) & (InstructionCacheOn | DataCacheOn)) != 0) CachesSwitched?.Invoke();
                break;
        }
    }

    private uint Unmodelled()
    {
        UnmodelledAccesses++;
        return 0;
    }

    private sealed record Saved(
        object Table, object Control, bool EventRegister, SysTick.State SysTick, object Watchpoint, object Trace, object Protection, ulong SleepCycles,
        (uint, uint, uint) Words, (long, long) Counts);
}
