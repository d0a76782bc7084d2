namespace McuSim.Machine;

/// <summary>What stopped a program.</summary>
public enum FaultKind
{
    /// <summary>An instruction that the core does not have.</summary>
    UndefinedInstruction,

    /// <summary>A floating-point instruction on a core without the unit, or another coprocessor instruction.</summary>
    NoCoprocessor,

    /// <summary>A read or write where the board has neither memory nor peripherals.</summary>
    UnmappedAccess,

    /// <summary>A write to flash or other memory that programs cannot write.</summary>
    WriteToReadOnly,

    /// <summary>An instruction fetch where the board has no memory.</summary>
    FetchUnmapped,

    /// <summary>An instruction fetch from memory that does not execute.</summary>
    FetchNotExecutable,

    /// <summary>An access that the core only does at aligned addresses.</summary>
    Unaligned,

    /// <summary>
    /// The stack grew out of its memory, or below the symbol <c>__stack_limit</c>. Where other memory lies below that symbol, the stack
    /// pointer is looked at from time to time only, so a short overflow can pass.
    /// </summary>
    StackOverflow,

    /// <summary>BKPT, as debug assertions and semihosting use it.</summary>
    Breakpoint,

    /// <summary>SVC: there is no operating system to call.</summary>
    SupervisorCall,

    /// <summary>A branch to an EXC_RETURN value although no exception was active.</summary>
    ExceptionReturn,

    /// <summary>A branch to an even address: Cortex-M has no Arm state.</summary>
    ArmState,

    /// <summary>The program runs through erased flash or cleared memory.</summary>
    Runaway,

    /// <summary>The program asked for a reset through AIRCR.SYSRESETREQ.</summary>
    ResetRequested,

    /// <summary>The memory protection unit that the program has set up forbids the access or the fetch.</summary>
    Protected,

    /// <summary>An exception was taken, but its entry in the vector table cannot be read or is no Thumb code.</summary>
    BadVector,

    /// <summary>WFI or WFE, but no device has anything to do that would wake the core.</summary>
    SleepsForever,

    /// <summary>Another exception of the core.</summary>
    Other,
}
