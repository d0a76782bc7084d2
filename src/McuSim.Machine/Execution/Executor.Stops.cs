using McuSim.Machine.Engine;
using McuSim.Machine.System;

namespace McuSim.Machine.Execution;

/// <content>What the core does where the engine stops: exceptions, breakpoints, sleep, faults.</content>
internal sealed unsafe partial class Executor
{
    private const uint CoprocessorBytes = 4;

    /// <summary>The chip's coprocessors, or null when it has none that the engine does not know.</summary>
    internal CoprocessorAccess? Coprocessors { get; set; }

    /// <summary>After the engine stopped: does what the core does there, if it is something that a program may do.</summary>
    private bool GoesOn(UnicornError error, bool hasRun, out StopReason? end)
    {
        end = null;
        LookSoon();
        uint pc = engine.ReadRegister(UnicornRegister.Pc);
        if (exceptionIsDue)
        {
            exceptionIsDue = false;
            OwnFault ??= system.TakePending();
            return OwnFault is null;
        }

        if (IsAtBreakpoint(out byte immediate))
        {
            BreakpointAction action = Breakpoint!(immediate);
            if (action == BreakpointAction.Stop) end = StopReason.Exited;
            if (action == BreakpointAction.Continue) engine.WriteRegister(UnicornRegister.Pc, (engine.ReadRegister(UnicornRegister.Pc) + 2) | 1);
            return action == BreakpointAction.Continue;
        }

        if (Coprocessors?.Execute(Events.Code(new ExecutionEvent(ExecutionEvent.Pack(ExecutionEventKind.Block, pc, CoprocessorBytes)))) == true)
        {
            Events.UndoRestOfBlock(pc + CoprocessorBytes);
            engine.WriteRegister(UnicornRegister.Pc, (pc + CoprocessorBytes) | 1);
            return true;
        }

        if (system.Exceptions.IsReturn(pc) && system.Exceptions.Return(pc))
            return !system.SleepsOnExit || system.Exceptions.IsInHandler || Sleep(forEvent: false);
        if ((UnicornException)state->Exception == UnicornException.SupervisorCall && system.SupervisorCall(pc))
            return true;
        if (hasRun && WentToSleep(error))
            return Sleep();
        if (Explain is null || (UnicornException)state->Exception is UnicornException.Breakpoint or UnicornException.Semihosting)
            return false;
        FirmwareFault fault = Explain(new Stop(null, error));
        if (!system.Deliver(fault))
            return false;
        Events.UndoRestOfBlock(fault.ProgramCounter);
        return true;
    }

    private bool Sleep()
    {
        ReadOnlySpan<byte> code = Events.Code(Events.LastBlock);
        bool forEvent = ThumbCode.EndsWithWaitForEvent(code);
        if (!forEvent && !ThumbCode.EndsWithWaitForInterrupt(code))
            return true; // YIELD
        if (forEvent && ThumbCode.HasSendEvent(code)) system.Exceptions.EventRegister = true;
        return Sleep(forEvent);
    }

    private bool Sleep(bool forEvent)
    {
        if (!system.Sleep(forEvent, cancellation) && system.DeliversFaults) OwnFault ??= FaultKind.SleepsForever;
        return OwnFault is null;
    }

    private bool IsAtBreakpoint(out byte immediate)
    {
        immediate = 0;
        ReadOnlySpan<byte> code = Breakpoint is null || (UnicornException)state->Exception is not (UnicornException.Breakpoint or UnicornException.Semihosting)
            ? [] : Events.Code(new ExecutionEvent(ExecutionEvent.Pack(ExecutionEventKind.Block, engine.ReadRegister(UnicornRegister.Pc), 2)));
        if (code.Length < 2 || code[1] != 0xBE)
            return false;
        immediate = code[0];
        return true;
    }

    /// <summary>
    /// Whether the engine only stopped at an instruction that waits for an event (WFI, WFE) or yields.
    /// </summary>
    private bool WentToSleep(UnicornError error)
    {
        ExecutionEvent block = Events.LastBlock;
        bool atEnd = block.Address + (uint)block.Size == engine.ReadRegister(UnicornRegister.Pc);
        if (!atEnd || state->Exception != 0 || state->Refused != 0)
            return false;
        return error == UnicornError.Ok || (error == UnicornError.InvalidInstruction && ThumbCode.EndsWithWaitOrYield(Events.Code(block)));
    }
}
