namespace McuSim.Machine.System;

/// <summary>What happens between two blocks: time passes for devices, exceptions are taken, the core sleeps, faults go to their handlers.</summary>
internal sealed class CoreSystem(ExceptionTable table, SystemControl control, ExceptionUnit exceptions, Scheduler scheduler, ProtectedMemory protection, bool deliverFaults)
{
    /// <summary>A core that sees so many events and still sleeps will not wake.</summary>
    private const int MostEvents = 10_000_000;

    /// <summary>MSR CONTROL drops privileges without a sign; so much code may run before the protection unit follows. Exceptions are followed at once.</summary>
    private const long BytesUntilPrivilegeIsSeen = 1024;

    private const uint Escalated = 1u << 30;

    /// <summary>Exceptions: entry and return.</summary>
    internal ExceptionUnit Exceptions => exceptions;

    /// <summary>What the memory protection unit allows.</summary>
    internal ProtectedMemory Protection => protection;

    /// <summary>Whether the program's own handlers get its faults, and it sleeps until something wakes it.</summary>
    internal bool DeliversFaults => deliverFaults;

    /// <summary>Whether the core sleeps whenever its last handler returns.</summary>
    internal bool SleepsOnExit => control.SleepsOnExit;

    /// <summary>Before a block: null when an exception is to be taken or permissions change, else the bytes of code that may run before it is worth looking again.</summary>
    internal long? Look()
    {
        long bytes = scheduler.Elapse();
        if (scheduler.CoreToStart is not null)
            return null;
        (bool isDue, bool waitsForMask) = exceptions.Look();
        if (isDue || protection.IsStale)
            return null;
        if (waitsForMask)
            return 0; // The program can change its masks without a device access.
        return protection.IsOn ? Math.Min(bytes, BytesUntilPrivilegeIsSeen) : bytes;
    }

    /// <summary>What <see cref="Look"/> was null for: another core begins, or an exception is taken. What went wrong, or null.</summary>
    internal FaultKind? TakePending()
    {
        if (scheduler.CoreToStart is { } vectors)
        {
            scheduler.CoreToStart = null;
            return exceptions.Start(vectors) ? null : FaultKind.BadVector;
        }

        return exceptions.Look().IsDue ? exceptions.TakePending() : null;
    }

    /// <summary>SVC: false when its handler cannot be called.</summary>
    internal bool SupervisorCall(uint returnAddress) =>
        exceptions.CanTake(ExceptionNumber.SupervisorCall)
            ? exceptions.HasHandler(ExceptionNumber.SupervisorCall) && exceptions.Enter(ExceptionNumber.SupervisorCall, returnAddress) is null
            : deliverFaults && HardFault(Escalated, returnAddress - 2);

    /// <summary>Lets time pass until something wakes the core; false when nothing will.</summary>
    /// <param name="forEvent">WFE, not WFI.</param>
    /// <param name="cancellation">Ends the sleep.</param>
    internal bool Sleep(bool forEvent, CancellationToken cancellation)
    {
        if (forEvent && exceptions.EventRegister)
        {
            exceptions.EventRegister = false;
            return true;
        }

        for (int events = 0; events < MostEvents; events++)
        {
            if (scheduler.RestartCause is not null || exceptions.Wakes() || (forEvent && control.EventOnPending && table.IsAnyPending) || cancellation.IsCancellationRequested)
                return true;
            if (!scheduler.SleepToNextEvent())
                return false;
        }

        return false;
    }

    /// <summary>Whether a fault's handler is given it although <see cref="DeliversFaults"/> is off; takes the exception's number. Null for never.</summary>
    internal Func<int, bool>? HandlesFault { get; set; }

    /// <summary>Takes the exception that a fault is; false when nothing of the program's can handle it.</summary>
    internal bool Deliver(FirmwareFault fault)
    {
        if ((!deliverFaults && HandlesFault is null) || Status(fault) is not { } status)
            return false;
        int number = status switch { < 0x100 => ExceptionNumber.MemoryManagement, < 0x1_0000 => ExceptionNumber.BusFault, _ => ExceptionNumber.UsageFault };
        bool isOwn = control.IsFaultEnabled(number) && exceptions.CanTake(number);
        if (!deliverFaults && !HandlesFault!(isOwn ? number : ExceptionNumber.HardFault))
            return false;
        control.Record(status, fault.Access?.Address);
        return control.IsFaultEnabled(number) && exceptions.CanTake(number)
            ? exceptions.Enter(number, fault.ProgramCounter) is null
            : HardFault(Escalated, fault.ProgramCounter);
    }

    private bool HardFault(uint status, uint returnAddress)
    {
        control.RecordHardFault(status);
        return !exceptions.IsAtFaultPriority && exceptions.Enter(ExceptionNumber.HardFault, returnAddress) is null;
    }

    /// <summary>The bit of CFSR for a fault; null for what is no exception of the core.</summary>
    private static uint? Status(FirmwareFault fault) => fault.Kind switch
    {
        FaultKind.FetchNotExecutable => 1u << 0, // IACCVIOL
        FaultKind.Protected => fault.Access is null ? 1u << 0 : 1u << 1, // IACCVIOL, DACCVIOL
        FaultKind.FetchUnmapped => 1u << 8, // IBUSERR
        FaultKind.UnmappedAccess or FaultKind.WriteToReadOnly => 1u << 9, // PRECISERR
        FaultKind.StackOverflow when fault.Access is not null => 1u << 9,
        FaultKind.UndefinedInstruction => 1u << 16,
        FaultKind.ArmState => 1u << 17, // INVSTATE
        FaultKind.ExceptionReturn => 1u << 18, // INVPC
        FaultKind.NoCoprocessor => 1u << 19,
        FaultKind.Unaligned => 1u << 24,
        _ => null,
    };
}
