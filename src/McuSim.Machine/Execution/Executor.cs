using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using McuSim.Machine.Engine;
using McuSim.Machine.Faults;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Execution;

/// <summary>How the engine came to a stop.</summary>
/// <param name="Reason">Why, or null for a fault.</param>
/// <param name="Error">What the engine says.</param>
internal readonly record struct Stop(StopReason? Reason, UnicornError Error);

/// <summary>Runs the engine, and decides at block borders whether it goes on.</summary>
internal sealed unsafe class Executor : IDisposable
{
    private const int RingSize = 1 << 14;

    private readonly UnicornEngine engine;
    private readonly StackGuard stackGuard;
    private readonly HostMemory ring = new(RingSize * sizeof(ulong));
    private readonly HostMemory stateMemory = new((nuint)sizeof(HookState));
    private readonly HookState* state;
    private GCHandle self;

    private RunLimits limits = RunLimits.None;
    private CancellationToken cancellation;
    private long lastInstruction;
    private long deadline;
    private uint? until;
    private bool atFirstBlock;
    private StopReason? reason;
    private Exception? failure;

    internal Executor(UnicornEngine engine, EventStream events, StackGuard stackGuard)
    {
        this.engine = engine;
        this.stackGuard = stackGuard;
        Events = events;
        self = GCHandle.Alloc(this, GCHandleType.Weak);
        state = (HookState*)stateMemory.Pointer;
        state->Events = (ulong*)ring.Pointer;
        state->Capacity = RingSize;
        state->Owner = GCHandle.ToIntPtr(self);
    }

    /// <summary>The stream that the hooks feed.</summary>
    internal EventStream Events { get; }

    /// <summary>What the hooks write.</summary>
    internal HookState* State => state;

    /// <summary>A fault that the engine does not see, or null.</summary>
    internal FaultKind? OwnFault { get; private set; }

    /// <summary>Decides what happens at BKPT, given its immediate; null for a fault.</summary>
    internal Func<byte, BreakpointAction>? Breakpoint { get; init; }

    /// <summary>Runs from the engine's PC.</summary>
    internal Stop Run(uint? stopAt, RunLimits runLimits, CancellationToken token)
    {
        Begin(stopAt, runLimits, token);
        if (token.IsCancellationRequested)
            return new Stop(StopReason.Cancelled, UnicornError.Ok);
        while (true)
        {
            long before = Events.Instructions;
            UnicornError error = engine.Start(engine.ReadRegister(UnicornRegister.Pc));
            Drain();
            OwnFault ??= Events.Suspect?.Kind;
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
            if (reason is not null || OwnFault is not null)
                return new Stop(reason, error);
            if (IsAtBreakpoint(out byte immediate))
            {
                BreakpointAction action = Breakpoint!(immediate);
                if (action != BreakpointAction.Continue)
                    return new Stop(action == BreakpointAction.Stop ? StopReason.Exited : null, error);
                engine.WriteRegister(UnicornRegister.Pc, (engine.ReadRegister(UnicornRegister.Pc) + 2) | 1);
                state->Exception = 0;
                continue;
            }

            if (Events.Instructions == before || !WentToSleep(error))
                return new Stop(null, error);
        }
    }

    /// <summary>Decides whether a block may run; called when a limit or the target may be near, or the ring is full.</summary>
    internal bool EnterBlock(uint address, uint size)
    {
        try
        {
            Drain();
            reason = ReasonToStop(address, size);
            if (stackGuard.IsBelowLimit(engine.ReadRegister(UnicornRegister.Msp))) OwnFault ??= FaultKind.StackOverflow;
            OwnFault ??= Events.Suspect?.Kind;
            atFirstBlock = false;
            // An instruction takes 2 or 4 bytes: the limit cannot be reached within twice as many bytes as instructions are left.
            state->BytesLeft = lastInstruction == long.MaxValue ? long.MaxValue : (2 * (lastInstruction - Events.Instructions)) - size;
            return reason is null && OwnFault is null;
        }
        catch (Exception e)
        {
            failure = e; // It must not travel through native frames.
            return false;
        }
    }

    /// <summary>Makes room in the ring in the middle of a block.</summary>
    internal void DrainInBlock()
    {
        try
        {
            Drain();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Ends the run at the next block with an error of the host's own code.</summary>
    internal void Fail(Exception e)
    {
        failure ??= e;
        state->Count = 0;
        UnicornCalls.Stop(engine.DangerousGetHandle());
    }

    /// <summary>Ends the run with a fault that a device reports.</summary>
    internal void EndWith(FaultKind fault)
    {
        OwnFault ??= fault;
        UnicornCalls.Stop(engine.DangerousGetHandle());
    }

    /// <summary>Hands all recorded events on.</summary>
    internal void Drain()
    {
        int count = state->Count;
        state->Count = 0;
        if (count > 0)
            Events.Take(new ReadOnlySpan<ulong>(state->Events, count));
    }

    /// <summary>Forgets what was known of code in memory whose bytes were changed from outside.</summary>
    internal void CodeChanged(MappedRegion region, uint address, uint size)
    {
        foreach ((uint start, ulong end) in Events.ForgetCode(region, address, size))
            engine.ForgetCode(start, end);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ring.Dispose();
        stateMemory.Dispose();
        Events.Dispose();
        if (self.IsAllocated) self.Free();
    }

    private void Begin(uint? stopAt, RunLimits runLimits, CancellationToken token)
    {
        until = stopAt;
        limits = runLimits;
        cancellation = token;
        lastInstruction = runLimits.Instructions is { } most ? Math.Min(most, long.MaxValue / 4) + Events.Instructions : long.MaxValue;
        deadline = runLimits.WallTime is { } time ? Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency) : long.MaxValue;
        atFirstBlock = true;
        reason = null;
        failure = null;
        OwnFault = null;
        Events.BeginRun();
        state->Until = stopAt ?? 1; // odd: never reached
        state->Exception = 0;
        state->Refused = 0;
        state->BytesLeft = 0; // EnterBlock sees the first block.
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

    private StopReason? ReasonToStop(uint address, uint size)
    {
        if (address == until && !atFirstBlock)
            return StopReason.ReachedAddress;
        if (limits.Instructions is not null && Events.Instructions + Events.InstructionsIn(address, size) > lastInstruction)
            return StopReason.InstructionLimit;
        if (cancellation.IsCancellationRequested)
            return StopReason.Cancelled;
        return deadline != long.MaxValue && Stopwatch.GetTimestamp() > deadline ? StopReason.TimeLimit : null;
    }

    /// <summary>
    /// Whether the engine only stopped at an instruction that waits for an event (WFI, WFE) or yields. No interrupt can come, so the
    /// program goes on at once, as it does on a processor whose event register is set.
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
