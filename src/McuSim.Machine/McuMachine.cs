using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine.Chips;
using McuSim.Machine.Debugging;
using McuSim.Machine.Engine;
using McuSim.Machine.Execution;
using McuSim.Machine.Faults;
using McuSim.Machine.Memory;
using McuSim.Machine.System;
using McuSim.Machine.Translation;

namespace McuSim.Machine;

/// <summary>
/// A board with a firmware loaded, running on the Unicorn engine. One thread at a time may use a machine; machines do not share anything
/// and may run side by side. A new machine has been reset.
/// </summary>
public sealed partial class McuMachine : IMemoryReader, IDisposable
{
    private readonly MemoryMap memory;
    private readonly UnicornEngine engine;
    private readonly EventStream events;
    private readonly Executor executor;
    private readonly ImageLoader loader;
    private readonly FaultAnalyser faults;
    private readonly PrivatePeripheralBus privateBus;
    private readonly Scheduler scheduler;
    private readonly Chip chip;
    private readonly ImmutableArray<DevicePort> devices;
    private readonly UnicornContext powerOn;
    private readonly FlashMemory? flash;
    private readonly bool restarts;
    private readonly RttConsole? rtt;
    private bool disposed;

    /// <summary>Builds the machine, loads the image and resets the processor.</summary>
    /// <param name="board">The board.</param>
    /// <param name="image">The program.</param>
    /// <param name="options">What is recorded; everything by default.</param>
    /// <exception cref="McuSimException">The Unicorn library is missing (exit code 3); the board's regions cannot be mapped, or the image does not lie in its memories or has no vector table (exit code 2).</exception>
    public McuMachine(Board board, FirmwareImage image, MachineOptions? options = null)
    {
        options ??= MachineOptions.Default;
        Board = board;
        Image = image;
        Symbols = new SymbolTable(image);
        DeviceMap.Check(board);
        memory = new MemoryMap(board);
        loader = new ImageLoader(board, image, memory);
        LoadImage();
        engine = UnicornEngine.Open(board.Core.Kind);
        var stackGuard = StackGuard.For(Symbols);
        uint bootTable = loader.VectorTable();
        var exceptionTable = new ExceptionTable(board.Core.Kind is CoreKind.CortexM0 or CoreKind.CortexM0Plus ? 2 : 4);
        var control = new SystemControl(
            board, exceptionTable, () => bootTable, () => (int)(ReadRegister(CoreRegister.Xpsr) & CoreState.ExceptionBits), () => scheduler!.Restart(ResetCause.Software));
        // The alignment check counts each block's accesses, so all of them must be recorded.
        events = new EventStream(
            memory, new CodeCheck(board.Core, () => control.FpuEnabled), options.Accesses.Everything ? new AlignmentCheck() : null);
        var exceptions = new ExceptionUnit(engine, new ExceptionFrame(engine, memory), exceptionTable, control, events);
        scheduler = new Scheduler(RunningCycles, exceptionTable, memory);
        var protection = new MemoryProtection(board.Core.Kind);
        privateBus = new PrivatePeripheralBus(board, exceptionTable, control, exceptions, scheduler, protection, options.TraceOutput);
        scheduler.Add(privateBus);
        var stores = new StorePages(memory);
        var system = new CoreSystem(exceptionTable, control, exceptions, scheduler, new ProtectedMemory(engine, memory, protection, stores), options.DeliverFaults);
        executor = new Executor(engine, events, stackGuard, system, stores) { Breakpoint = options.Breakpoint is { } breakpoint ? immediate => breakpoint(this, immediate) : null };
        faults = new FaultAnalyser(board, memory, Symbols, engine, executor, system.Protection, stackGuard, options.Accesses.Everything);
        if (options.DeliverFaults || options.DeliverHandledFaults) executor.Explain = Explain;
        if (options.DeliverHandledFaults)
            system.HandlesFault = number => chip!.IsWatched || FaultHandler.DoesSomething(control.VectorTable, number, memory);
        scheduler.RestartRequested = () => executor.EndWith(FaultKind.ResetRequested);
        restarts = options.Restarts;
        if (memory.Regions.FirstOrDefault(r => r.Region.Name == board.Placement.Code) is { } code) flash = new FlashMemory(code, FlashChanged);
        chip = new Chip(board, scheduler, options, flash, image);
        if (flash is not null)
            system.Protection.StoreToFlash = (region, offset, size, value) => flash.Is(region) && chip.StoreToFlash(offset, size, value);
        chip.WriteIdentity(memory);
        chip.SettingsWritten = privateBus.CachesSwitched = TellSettings;
        foreach (PeripheralRegion region in chip.Regions.Where(r => r.IsTimed))
            scheduler.Add(region);
        scheduler.Add(chip.Pins);
        if (RttConsole.IsIn(image)) scheduler.Looker = rtt = new RttConsole(image, board.ClockHz, memory, scheduler, chip.Serial);
        memory.MapInto(engine);
        devices = DeviceMap.Connect(board, memory, engine, executor, privateBus, chip);
        if (chip.HasCoprocessors) executor.Coprocessors = new CoprocessorAccess(engine, chip.Coprocessor);
        HookInstaller.Install(engine, executor, memory, options.Accesses);
        if (!options.Debuggable && options.Translation != TranslationOptions.None && (options.Accesses.Everything || options.Accesses.Ranges.IsEmpty))
            executor.Translate(new Translator(board, memory, events, stores, options.Accesses.Everything, options.Translation));
        if (options.Debuggable)
        {
            Debug = new DebugControl(executor, memory, devices);
            DebugHooks.Install(engine, executor);
        }

        powerOn = engine.CreateContext();
        engine.Save(powerOn);
        Reset();
    }

    /// <summary>The board.</summary>
    public Board Board { get; }

    /// <summary>The program.</summary>
    public FirmwareImage Image { get; }

    /// <summary>The program's symbols.</summary>
    public SymbolTable Symbols { get; }

    /// <summary>Breakpoints and watchpoints; null without <see cref="MachineOptions.Debuggable"/>.</summary>
    public DebugControl? Debug { get; }

    /// <summary>Who follows the execution. They are called in this order, on the thread that runs the machine. Do not change the list during a run.</summary>
    public IList<IExecutionObserver> Observers => events.Observers;

    /// <summary>
    /// The core clock that the program sees in DWT.CYCCNT and SysTick, in cycles since reset. Null makes every instruction one cycle. It is asked after all events before
    /// the current block, and those of the current block so far, went to the observers.
    /// </summary>
    public Func<ulong>? CycleSource { get; set; }

    /// <summary>Where the cycles of <see cref="CycleSource"/> went: what the program sees in the profiling counters of the DWT unit. Null makes them read zero.</summary>
    public Func<CycleProfile>? ProfileSource
    {
        get => privateBus.ProfileSource;
        set => privateBus.ProfileSource = value;
    }

    /// <summary>Core cycles since reset as the program sees them: those of <see cref="CycleSource"/> and those that the core slept.</summary>
    public ulong Cycles => scheduler.Now;

    /// <summary>Cycles since reset during which the core slept (WFI, WFE); they are not in <see cref="CycleSource"/>.</summary>
    public ulong SleepCycles => scheduler.SleepCycles;

    /// <summary>Instructions executed since reset; those skipped inside an IT block count too.</summary>
    public long InstructionsExecuted => events.Instructions;

    /// <summary>Blocks of the program that are translated for the host's processor now.</summary>
    public int TranslatedBlocks => executor.Translator?.Blocks ?? 0;

    /// <summary>How long translating took so far, on another thread.</summary>
    public TimeSpan TranslationTime => executor.Translator?.Time ?? TimeSpan.Zero;

    /// <summary>Whether the program has switched the instruction cache on (CCR.IC).</summary>
    public bool InstructionCacheEnabled => privateBus.InstructionCacheEnabled;

    /// <summary>Whether the program has switched the data cache on (CCR.DC).</summary>
    public bool DataCacheEnabled => privateBus.DataCacheEnabled;

    /// <summary>Cache maintenance operations since reset.</summary>
    public long CacheMaintenanceOperations => privateBus.CacheMaintenanceOperations;

    /// <summary>Accesses since reset to system registers that McuSim does not model; they read zero.</summary>
    public long UnmodelledRegisterAccesses => privateBus.UnmodelledAccesses;

    /// <summary>The registers that the program used since reset and McuSim does not know, by address: they read zero until they are written.</summary>
    public ImmutableArray<UnknownRegister> UnknownRegisters => chip.UnknownRegisters;

    /// <summary>What the program has set up in the chip's clock and flash registers so far.</summary>
    public ChipSettings Settings => chip.Settings;

    /// <summary>
    /// Told after the program wrote a register that <see cref="Settings"/> depends on, switched a cache, and after a reset. All events before the write
    /// went to the observers by then. Null for nobody.
    /// </summary>
    public Action? SettingsChanged { get; set; }

    /// <summary>The registers that the program reads again and again without doing anything else at its peripherals, such as "RCC.CR (0x40023800)"; null when there are none.</summary>
    public string? PolledRegister => chip.Poll.Reads >= PollDetector.Many ? string.Join(" and ", chip.Poll.Addresses.Select(chip.Name)) : null;

    /// <summary>Back to the moment after power-on: flash stays as the program left it, RAM is zero (but for what the image places there), SP and PC come from the vector table.</summary>
    /// <exception cref="McuSimException">The image has no usable vector table (exit code 2).</exception>
    public void Reset()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        loader.ResetRam();
        engine.Restore(powerOn);
        foreach (MappedRegion region in memory.Writable)
            executor.CodeChanged(region, region.Region.Start, region.Region.Size);
        events.Instructions = 0;
        scheduler.RestartCause = null;
        Restarts = 0;
        FirstFault = null;
        foreach (DevicePort port in devices)
            port.Device.Reset();
        chip.Pins.Reset();
        rtt?.Reset();
        Begin();
    }

    /// <summary>What the first fault since power-on was, with <see cref="MachineOptions.DeliverFaults"/> or <see cref="MachineOptions.DeliverHandledFaults"/>; null for none.</summary>
    public string? FirstFault { get; private set; }

    /// <summary>How often the chip was reset since power-on, by the program or by a watchdog (<see cref="MachineOptions.Restarts"/>).</summary>
    public long Restarts { get; private set; }

    /// <summary>Resets the system, as the program or a watchdog asked for: memories and what the battery would keep stay, and time goes on.</summary>
    private void Restart()
    {
        ResetCause cause = scheduler.RestartCause ?? ResetCause.Software;
        ulong slept = scheduler.SleepCycles;
        chip.BeginRestart();
        foreach (DevicePort port in devices)
            port.Device.Reset();
        scheduler.SleepCycles = slept;
        engine.Restore(powerOn);
        chip.EndRestart(cause);
        scheduler.RestartCause = null;
        Restarts++;
        Begin();
    }

    private void Begin()
    {
        (uint stackPointer, uint programCounter) = loader.ResetVector();
        WriteRegister(CoreRegister.Sp, stackPointer);
        WriteRegister(CoreRegister.Lr, uint.MaxValue);
        WriteRegister(CoreRegister.Pc, programCounter);
        SettingsChanged?.Invoke();
    }

    /// <summary>
    /// Runs until the program is about to execute <paramref name="until"/> again or for the first time, a limit is reached or the token is
    /// cancelled. All events have gone to the observers when it returns or throws.
    /// </summary>
    /// <param name="until">The beginning of a block, such as a function's first instruction; null to run on. At least one block runs.</param>
    /// <param name="limits">How long the run may last.</param>
    /// <param name="cancellation">Ends the run within some milliseconds.</param>
    /// <exception cref="FirmwareFaultException">The program faulted (exit code 5). The machine can still be examined, restored and reset.</exception>
    public StopReason Run(uint? until, RunLimits limits, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return RunSteps(until, limits, 0, cancellation);
    }

    /// <summary>Executes one instruction, and the entry into an exception that is due before it. Needs <see cref="MachineOptions.Debuggable"/>.</summary>
    /// <returns><see cref="StopReason.Stepped"/>, or why it stopped before.</returns>
    /// <exception cref="FirmwareFaultException">The instruction faulted (exit code 5).</exception>
    public StopReason Step(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return RunSteps(null, RunLimits.None, 1, cancellation);
    }

    private StopReason RunSteps(uint? until, RunLimits limits, uint steps, CancellationToken cancellation)
    {
        long first = InstructionsExecuted, begin = Stopwatch.GetTimestamp();
        Stop stop = executor.Run(until & ~1u, limits, steps, cancellation);
        while (restarts && executor.OwnFault == FaultKind.ResetRequested)
        {
            Restart();
            if (limits.Instructions is { } most && InstructionsExecuted - first >= most) return StopReason.InstructionLimit;
            if (limits.WallTime is { } time && Stopwatch.GetElapsedTime(begin) >= time) return StopReason.TimeLimit;
            if (steps > 0) return StopReason.Stepped;
            stop = executor.Run(until & ~1u, limits with { Instructions = limits.Instructions - (InstructionsExecuted - first), WallTime = limits.WallTime - Stopwatch.GetElapsedTime(begin) }, 0, cancellation);
        }

        rtt?.Elapse(Cycles);
        if (stop.Reason is { } reason && executor.OwnFault is null)
            return reason;
        if (executor.OwnFault == FaultKind.ResetRequested && executor.Explain is not null)
            return StopReason.ResetRequested;
        FirmwareFaultException fault = faults.Explain(stop);
        if (executor.OwnFault is null)
            events.UndoRestOfBlock(fault.Fault.ProgramCounter);
        throw fault;
    }

    /// <summary>Runs until <paramref name="until"/>, where anything else is an error.</summary>
    /// <exception cref="FirmwareFaultException">The program faulted (exit code 5).</exception>
    /// <exception cref="McuSimException">A limit was reached (exit code 6).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void RunTo(uint until, RunLimits limits, CancellationToken cancellation = default)
    {
        long before = InstructionsExecuted;
        StopReason reason = Run(until, limits, cancellation);
        if (reason == StopReason.ReachedAddress)
            return;
        cancellation.ThrowIfCancellationRequested();
        string target = Symbols.Find(until & ~1u)?.ToString() ?? Hex(until);
        string place = Symbols.Find(ReadRegister(CoreRegister.Pc))?.ToString() ?? Hex(ReadRegister(CoreRegister.Pc));
        string limit = reason == StopReason.InstructionLimit
            ? string.Create(CultureInfo.InvariantCulture, $"{limits.Instructions} instructions")
            : string.Create(CultureInfo.InvariantCulture, $"{limits.WallTime!.Value.TotalSeconds} s");
        throw new McuSimException(ExitCode.LimitReached, string.Create(CultureInfo.InvariantCulture,
            $"The firmware did not reach {target} within {limit} ({InstructionsExecuted - before} instructions executed) and was stopped in {place}{Poll()}; raise the limit or look for an endless loop there."));
    }

    /// <summary>The address of the vector table that a reset reads.</summary>
    public uint VectorTable => loader.VectorTable();

    /// <summary>The stack pointer after a reset: the first word of the vector table.</summary>
    public uint InitialStackPointer => loader.ResetVector().StackPointer;

    /// <summary>Reads a register while the machine is stopped.</summary>
    public uint ReadRegister(CoreRegister register) => engine.ReadRegister(Registers.Of(register));

    /// <summary>Writes a register while the machine is stopped.</summary>
    public void WriteRegister(CoreRegister register, uint value) => engine.WriteRegister(Registers.Of(register), value);

    /// <summary>The registers as GDB knows them.</summary>
    internal GdbRegisters DebugRegisters() => new(engine, Board);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        powerOn.Dispose();
        engine.Dispose();
        foreach (DevicePort port in devices)
            port.Dispose();
        executor.Dispose();
        Debug?.Dispose();
        memory.Dispose();
    }

    private string Poll() => PolledRegister is { } register
        ? string.Create(CultureInfo.InvariantCulture, $", which has read {register} {chip.Poll.Reads} times in a row and waits for a bit that McuSim does not change")
        : "";

    private static string Hex(uint value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:X8}");

    private void LoadImage()
    {
        try
        {
            loader.Program();
            _ = loader.ResetVector();
        }
        catch (McuSimException)
        {
            memory.Dispose();
            throw;
        }
    }

    private FirmwareFault Explain(Stop stop)
    {
        FirmwareFaultException explained = faults.Explain(stop);
        FirstFault ??= explained.Message;
        return explained.Fault;
    }

    private void TellSettings()
    {
        if (SettingsChanged is null)
            return;
        executor.Drain();
        SettingsChanged();
    }

    private ulong RunningCycles()
    {
        executor.Drain();
        return CycleSource?.Invoke() ?? (ulong)events.Instructions;
    }
}
