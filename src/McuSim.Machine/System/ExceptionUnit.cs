using McuSim.Machine.Engine;
using McuSim.Machine.Execution;

namespace McuSim.Machine.System;

/// <summary>
/// Takes exceptions and returns from them, between two blocks (DDI 0403E, B1.5.6 to B1.5.8). The registers decide who runs; a frame on the stack holds
/// who waits.
/// </summary>
internal sealed class ExceptionUnit(UnicornEngine engine, ExceptionFrame frames, ExceptionTable table, SystemControl control, EventStream events)
{
    private const uint ExtendedFrameFlag = 1u << 4, ThreadFlag = 1u << 3, ProcessStackFlag = 1u << 2;
    private const uint FirstExceptionReturn = 0xFFFF_FF80, LastCode = 0xEFFF_FFFF;

    /// <summary>The event register of WFE.</summary>
    internal bool EventRegister { get; set; }

    /// <summary>Whether a pending exception is to be taken now; and otherwise whether one waits only for a mask register, which no write announces.</summary>
    internal (bool IsDue, bool WaitsForMask) Look()
    {
        int next = table.NextPending();
        if (next == 0)
            return (false, false);
        int priority = table.GroupPriority(next);
        if (priority >= table.ExecutionPriority(default))
            return (false, false);
        return priority < table.ExecutionPriority(CoreState.ReadMasks(engine)) ? (true, false) : (false, true);
    }

    /// <summary>Whether a pending exception wakes a sleeping core.</summary>
    internal bool Wakes()
    {
        int next = table.NextPending();
        return next != 0 && table.GroupPriority(next) < table.ExecutionPriority(CoreState.ReadMasks(engine).WithoutPriMask);
    }

    /// <summary>Whether an exception of this number would be taken at once.</summary>
    internal bool CanTake(int number) => table.GroupPriority(number) < table.ExecutionPriority(CoreState.ReadMasks(engine));

    /// <summary>Whether priority −1 or more urgent runs: a fault now locks the core up.</summary>
    internal bool IsAtFaultPriority => table.ExecutionPriority(CoreState.ReadMasks(engine)) <= -1;

    /// <summary>Whether the handler of an exception is code that could run.</summary>
    internal bool HasHandler(int number) => Handler(number) is { } handler && (handler & 1) != 0 && events.IsCode(handler & ~1u);

    /// <summary>Begins anew as another core: everything that belongs to the core is as after a reset, the vector table is this one. False when that is none.</summary>
    internal bool Start(uint vectorTable)
    {
        if (!frames.TryRead(vectorTable, out uint stackPointer) || !frames.TryRead(vectorTable + 4, out uint entry) || (entry & 1) == 0 || !events.IsCode(entry & ~1u))
            return false;
        table.Reset();
        control.Begin(vectorTable);
        Reset();
        new CoreState(CoreState.Thumb, 0, stackPointer, 0).Write(engine);
        foreach (UnicornRegister mask in (ReadOnlySpan<UnicornRegister>)[UnicornRegister.Primask, UnicornRegister.Faultmask, UnicornRegister.Basepri])
            engine.WriteRegister(mask, 0);
        engine.WriteRegister(UnicornRegister.Lr, uint.MaxValue);
        engine.WriteRegister(UnicornRegister.Pc, entry | 1);
        return true;
    }

    /// <summary>Takes the most urgent pending exception; gives what failed, or null.</summary>
    internal FaultKind? TakePending() => Enter(table.NextPending(), engine.ReadRegister(UnicornRegister.Pc));

    /// <summary>Takes an exception: saves the registers, then goes to its handler; gives what failed, or null.</summary>
    internal FaultKind? Enter(int number, uint returnAddress)
    {
        CoreState core = CoreState.Read(engine);
        bool extended = control.SavesFloatingPoint && (core.Control & CoreState.FloatingPointActive) != 0;
        uint stackPointer = core.UsesProcessStack ? core.Psp : core.Msp;
        if (frames.Push(stackPointer, core, returnAddress, extended) is not { } frame)
            return FaultKind.StackOverflow;
        uint exceptionReturn = control.ExceptionReturnBase | (extended ? 0 : ExtendedFrameFlag)
            | (core.Exception == 0 ? ThreadFlag : 0) | (core.UsesProcessStack ? ProcessStackFlag : 0);
        core = core.UsesProcessStack ? core with { Psp = frame } : core with { Msp = frame };
        if (extended) control.LazyFrame(frame);
        return GoToHandler(number, core, exceptionReturn, isTailChained: false) ? null : FaultKind.BadVector;
    }

    /// <summary>Whether the program counter is a value that returns from an exception, and one is active.</summary>
    internal bool IsReturn(uint programCounter) =>
        programCounter >= FirstExceptionReturn && (engine.ReadRegister(UnicornRegister.Xpsr) & CoreState.ExceptionBits) != 0;

    /// <summary>Returns from the active exception, or goes on with the next pending one (tail-chaining). False when the return is not valid.</summary>
    internal bool Return(uint exceptionReturn)
    {
        CoreState core = CoreState.Read(engine);
        int number = core.Exception;
        bool toThread = (exceptionReturn & ThreadFlag) != 0, processStack = (exceptionReturn & ProcessStackFlag) != 0;
        if (!table.IsActive(number) || (processStack && !toThread) || (toThread != (table.ActiveCount == 1) && !control.MayReturnToThread))
            return false;
        table.Deactivate(number);
        if (number != ExceptionNumber.Nmi) engine.WriteRegister(UnicornRegister.Faultmask, 0);
        EventRegister = true;
        int next = table.NextPending();
        if (next != 0 && CanTake(next))
            return GoToHandler(next, core, exceptionReturn | 1, isTailChained: true);

        bool extended = (exceptionReturn & ExtendedFrameFlag) == 0;
        if (frames.Pop(processStack ? core.Psp : core.Msp, extended) is not { } frame || (frame.Xpsr & CoreState.ExceptionBits) == 0 != toThread)
            return false;
        core = processStack ? core with { Psp = frame.StackPointer } : core with { Msp = frame.StackPointer };
        uint mode = (core.Control & CoreState.Unprivileged) | (processStack ? CoreState.ProcessStack : 0) | (extended ? control.FloatingPointFlags : 0);
        if (!toThread) mode |= core.Control & CoreState.ProcessStack;
        (core with { Xpsr = frame.Xpsr, Control = mode }).Write(engine);
        engine.WriteRegister(UnicornRegister.Pc, frame.ProgramCounter | 1);
        control.LazyFrame(0);
        events.Push(ExecutionEvent.PackException(number, frame.ProgramCounter, isReturn: true, isTailChained: false));
        return true;
    }

    /// <summary>Whether a handler runs, not a thread.</summary>
    internal bool IsInHandler => (engine.ReadRegister(UnicornRegister.Xpsr) & CoreState.ExceptionBits) != 0;

    internal void Reset() => EventRegister = false;

    private uint? Handler(int number) => frames.TryRead(control.VectorTable + (4 * (uint)number), out uint handler) ? handler : null;

    private bool GoToHandler(int number, CoreState core, uint exceptionReturn, bool isTailChained)
    {
        if (Handler(number) is not { } handler || (handler & 1) == 0 || handler > LastCode)
            return false;
        table.Activate(number);
        EventRegister = true;
        // Handlers use the main stack and start without a floating-point context.
        (core with { Xpsr = CoreState.Thumb | (core.Xpsr & 0xF80F_0000) | (uint)number, Control = core.Control & CoreState.Unprivileged }).Write(engine);
        engine.WriteRegister(UnicornRegister.Lr, exceptionReturn);
        engine.WriteRegister(UnicornRegister.Pc, handler);
        events.Push(ExecutionEvent.PackException(number, handler & ~1u, isReturn: false, isTailChained));
        return true;
    }
}
