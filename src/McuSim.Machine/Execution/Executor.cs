using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using McuSim.Machine.Debugging;
using McuSim.Machine.Engine;
using McuSim.Machine.Faults;
using McuSim.Machine.Memory;
using McuSim.Machine.System;
using McuSim.Machine.Translation;

namespace McuSim.Machine.Execution;

/// <summary>How the engine came to a stop.</summary>
/// <param name="Reason">Why, or null for a fault.</param>
/// <param name="Error">What the engine says.</param>
internal readonly record struct Stop(StopReason? Reason, UnicornError Error);

/// <summary>Runs the engine, and decides at block borders whether it goes on.</summary>
internal sealed unsafe partial class Executor : IDisposable
{
    private const int RingSize = 1 << 14;

    /// <summary>Translated code empties the ring between blocks only: the events of one, all multiple transfers, must fit behind it.</summary>
    private const int RingReserve = 1 << 13;

    private readonly UnicornEngine engine;
    private readonly StackGuard stackGuard;
    private readonly CoreSystem system;
    private readonly HostMemory ring = new((RingSize + RingReserve) * sizeof(ulong));
    private readonly HostMemory stateMemory = new((nuint)sizeof(HookState));
    private readonly HookState* state;
    private GCHandle self;

    private RunLimits limits = RunLimits.None;
    private CancellationToken cancellation;
    private long lastInstruction;
    private long deadline;
    private uint? until;
    private bool atFirstBlock;
    private bool exceptionIsDue;
    private StopReason? reason;
    private Exception? failure;
    private TranslatedRun? translated;
    private bool runsTranslated;

    internal Executor(UnicornEngine engine, EventStream events, StackGuard stackGuard, CoreSystem system, StorePages stores)
    {
        Stores = stores;
        this.engine = engine;
        this.stackGuard = stackGuard;
        this.system = system;
        Events = events;
        self = GCHandle.Alloc(this, GCHandleType.Weak);
        state = (HookState*)stateMemory.Pointer;
        state->Events = (ulong*)ring.Pointer;
        state->Capacity = RingSize;
        state->Owner = GCHandle.ToIntPtr(self);
        state->Pages = stores.Flags;
    }

    /// <summary>The pages whose stores are the hooks'.</summary>
    internal StorePages Stores { get; }

    /// <summary>What is translated, or null when nothing is to be.</summary>
    internal Translator? Translator { get; private set; }

    /// <summary>The stream that the hooks feed.</summary>
    internal EventStream Events { get; }

    /// <summary>What the hooks write.</summary>
    internal HookState* State => state;

    /// <summary>A fault that the engine does not see, or null.</summary>
    internal FaultKind? OwnFault { get; private set; }

    /// <summary>Decides what happens at BKPT, given its immediate; null for a fault.</summary>
    internal Func<byte, BreakpointAction>? Breakpoint { get; init; }

    /// <summary>Explains a stop that is a fault, or null for none: the program's handlers get the faults then.</summary>
    internal Func<Stop, FirmwareFault>? Explain { get; set; }

    /// <summary>The debugger, or null.</summary>
    internal DebugControl? Debug { get; set; }

    /// <summary>Has code that runs often translated.</summary>
    internal void Translate(Translator translator)
    {
        Translator = translator;
        translated = new TranslatedRun(engine, this, translator);
    }

    /// <summary>Whether translated code is to run at a block.</summary>
    internal bool IsTranslated(uint address) => translated?.Find(address, until, out _)?.Takes() == true;

    /// <summary>Runs from the engine's PC.</summary>
    /// <param name="stopAt">The block at which the run ends.</param>
    /// <param name="runLimits">How long it may last.</param>
    /// <param name="steps">With a debugger, after how many instructions it ends; 0 for any.</param>
    /// <param name="token">Ends it soon.</param>
    internal Stop Run(uint? stopAt, RunLimits runLimits, uint steps, CancellationToken token)
    {
        Begin(stopAt, runLimits, token);
        Debug?.Begin(engine.ReadRegister(UnicornRegister.Pc), steps);
        if (token.IsCancellationRequested)
            return new Stop(StopReason.Cancelled, UnicornError.Ok);
        while (true)
        {
            long before = Events.Instructions;
            system.Protection.Update();
            UnicornError error = Execute();
            if (Coprocessors is not null && (UnicornException)state->Exception == UnicornException.NoCoprocessor)
                CutLastBlock(engine.ReadRegister(UnicornRegister.Pc) + CoprocessorBytes);
            Drain();
            OwnFault ??= Events.Suspect?.Kind;
            if (failure is not null)
                ExceptionDispatchInfo.Throw(failure);
            if (reason is not null || OwnFault is not null)
                return new Stop(reason, error);
            if (!GoesOn(error, Events.Instructions != before, out StopReason? end))
                return new Stop(end, error);
            state->Exception = 0;
            state->Refused = 0;
        }
    }

    /// <summary>Makes the next device access, or whatever else may have changed what is pending, be looked at before the next block.</summary>
    internal void LookSoon() => state->BytesLeft = 0;

    /// <summary>Decides whether a block may run; called when a limit or the target may be near, or the ring is full.</summary>
    internal bool EnterBlock(uint address, uint size)
    {
        try
        {
            Drain();
            if (state->Pages[address / MemoryMap.PageSize] != 0) Stores.Execute(address);
            reason = ReasonToStop(address, size);
            if (engine.ReadRegister(UnicornRegister.Msp) is not 0 and uint msp && stackGuard.IsBelowLimit(msp)) // Unprivileged code reads 0.
                OwnFault ??= FaultKind.StackOverflow;
            OwnFault ??= Events.Suspect?.Kind;
            atFirstBlock = false;
            if (reason is not null || OwnFault is not null)
                return false;
            long? bytes = system.Look();
            exceptionIsDue = bytes is null; // or permissions change: both need the engine to stand still
            // An instruction takes 2 or 4 bytes: the limit cannot be reached within twice as many bytes as instructions are left.
            long left = lastInstruction == long.MaxValue ? long.MaxValue : 2 * (lastInstruction - Events.Instructions);
            state->BytesLeft = Math.Min(left, bytes ?? 0) - size;
            return !exceptionIsDue;
        }
        catch (Exception e)
        {
            failure = e; // It must not travel through native frames.
            return false;
        }
    }

    /// <summary>Whether the run ends before an instruction because a debugger wants it to.</summary>
    internal bool StopsAt(uint address, bool steps)
    {
        reason ??= Debug?.ReasonToStop(address, steps);
        if (reason is null)
            return false;
        CutLastBlock(address);
        return true;
    }

    /// <summary>Whether an access that the engine refuses, because its page is protected in part, is allowed, and done.</summary>
    internal bool Allow(UnicornAccess type, uint address, int size, long value)
    {
        if (!system.Protection.Allow(type, address, size, value))
            return false;
        if (type == UnicornAccess.WriteProtected && Stores.HoldCode(address, size)) CodeIsWritten(address, (uint)size);
        return true;
    }

    /// <summary>The program stores to a page that holds code: data may lie there too. The engine does not see these stores.</summary>
    private void CodeIsWritten(uint address, uint size)
    {
        DrainInBlock();
        if (!Events.ForgetBlocksOver(address, size))
            return;
        engine.ForgetCode(address, (ulong)address + size);
        Translator?.Forget(address, (ulong)address + size);
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
            Take(new ReadOnlySpan<ulong>(state->Events, count));
    }

    /// <summary>Hands on as many events as the engine would have, when translated code recorded more in one block than there was room for.</summary>
    internal void DrainFullRing()
    {
        int rest = state->Count - state->Capacity;
        Take(new ReadOnlySpan<ulong>(state->Events, state->Capacity));
        new ReadOnlySpan<ulong>(state->Events + state->Capacity, rest).CopyTo(new Span<ulong>(state->Events, rest));
        state->Count = rest;
    }

    /// <summary>Forgets what was known of code in memory whose bytes were changed from outside.</summary>
    internal void CodeChanged(MappedRegion region, uint address, uint size)
    {
        foreach (uint page in Events.ForgetCode(region, address, size))
        {
            ulong end = (page / MemoryMap.PageSize + 1ul) * MemoryMap.PageSize;
            engine.ForgetCode(page, end);
            Translator?.Forget(page, end);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        translated?.Dispose();
        Translator?.Dispose();
        ring.Dispose();
        stateMemory.Dispose();
        Stores.Dispose();
        Events.Dispose();
        if (self.IsAllocated) self.Free();
    }

    private void Take(ReadOnlySpan<ulong> recorded)
    {
        long before = Events.Instructions;
        Events.Take(recorded);
        if (runsTranslated) Translator!.Publish();
        else Translator?.Sample(recorded, Events.Instructions - before);
    }

    /// <summary>Executes until something stops it: what is translated here, the rest in the engine.</summary>
    private UnicornError Execute()
    {
        while (true)
        {
            uint pc = engine.ReadRegister(UnicornRegister.Pc);
            if (translated is not null)
            {
                runsTranslated = true;
                TranslatedEnd end = translated.Run(ref pc, until);
                runsTranslated = false;
                if (end == TranslatedEnd.Stopped)
                    return UnicornError.Ok;
                if (end == TranslatedEnd.InsideBlock)
                {
                    state->Resumes = 1;
                    (state->BytesLeftAfter, state->BytesLeft) = (state->BytesLeft, long.MinValue / 2); // so that the hook sees it
                }
            }

            state->Direct = pc;
            UnicornError error = engine.Start(pc);
            if (state->EntersTranslation == 0)
                return error;
            state->EntersTranslation = 0;
            if (OwnFault is not null || failure is not null)
                return error;
        }
    }

    private void Begin(uint? stopAt, RunLimits runLimits, CancellationToken token)
    {
        until = stopAt;
        limits = runLimits;
        cancellation = token;
        lastInstruction = runLimits.Instructions is { } most ? Math.Min(most, long.MaxValue / 4) + Events.Instructions : long.MaxValue;
        deadline = runLimits.WallTime is { } time ? Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency) : long.MaxValue;
        atFirstBlock = true;
        exceptionIsDue = false;
        reason = null;
        failure = null;
        OwnFault = null;
        Events.BeginRun();
        state->Until = stopAt ?? 1; // odd: never reached
        state->Exception = 0;
        state->Refused = 0;
        state->BytesLeft = 0; // EnterBlock sees the first block.
    }

    /// <summary>Makes the event of the block that is being executed end where the debugger stops it: the rest will be a block of its own.</summary>
    private void CutLastBlock(uint end)
    {
        for (int i = state->Count - 1; i >= 0; i--)
        {
            var e = new ExecutionEvent(state->Events[i]);
            if (e.Kind != ExecutionEventKind.Block)
                continue;
            if (end == e.Address)
                state->Count = i;
            else if (end - e.Address < (uint)e.Size)
                state->Events[i] = ExecutionEvent.Pack(ExecutionEventKind.Block, e.Address, end - e.Address);
            return;
        }

        Events.UndoRestOfBlock(end); // It went to the observers already.
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
}
