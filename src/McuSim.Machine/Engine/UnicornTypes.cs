namespace McuSim.Machine.Engine;

/// <summary>What a call returned (uc_err).</summary>
internal enum UnicornError
{
    Ok = 0,
    ReadUnmapped = 6,
    WriteUnmapped = 7,
    FetchUnmapped = 8,
    InvalidInstruction = 10,
    WriteProtected = 12,
    ReadProtected = 13,
    FetchProtected = 14,
    UnhandledException = 21,
}

/// <summary>Kinds of memory access as hooks report them (uc_mem_type).</summary>
internal enum UnicornAccess
{
    Read = 16,
    Write = 17,
    Fetch = 18,
    ReadUnmapped = 19,
    WriteUnmapped = 20,
    FetchUnmapped = 21,
    WriteProtected = 22,
    ReadProtected = 23,
    FetchProtected = 24,
}

/// <summary>Kinds of hook (uc_hook_type).</summary>
[Flags]
internal enum UnicornHook
{
    Interrupt = 1 << 0,
    Code = 1 << 2,
    Block = 1 << 3,
    InvalidAccess = (1 << 4) | (1 << 5) | (1 << 6) | (1 << 7) | (1 << 8) | (1 << 9),
    WriteProtected = 1 << 8,
    Read = 1 << 10,
    Write = 1 << 11,
}

/// <summary>Memory permissions (uc_prot).</summary>
[Flags]
internal enum UnicornPermissions : uint
{
    None = 0,
    Read = 1,
    Write = 2,
    Execute = 4,
}

/// <summary>The processor models of unicorn/arm.h that are Cortex-M.</summary>
internal enum UnicornCpu
{
    CortexM0 = 7,
    CortexM3 = 8,
    CortexM4 = 9,
    CortexM7 = 10,
    CortexM33 = 11,
}

/// <summary>Numbers that the interrupt hook reports: QEMU's EXCP_ values for Arm.</summary>
internal enum UnicornException
{
    Undefined = 1,
    SupervisorCall = 2,
    PrefetchAbort = 3,
    DataAbort = 4,
    Breakpoint = 7,
    ExceptionExit = 8,
    Semihosting = 16,
    NoCoprocessor = 17,
    InvalidState = 18,
    StackOverflow = 19,
    Unaligned = 22,
}
