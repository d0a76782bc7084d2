namespace McuSim.Machine;

/// <summary>The registers of the processor that can be read and written while it is stopped.</summary>
public enum CoreRegister
{
#pragma warning disable CS1591 // The names say it.
    R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12,
#pragma warning restore CS1591

    /// <summary>R13, the stack pointer in use.</summary>
    Sp,

    /// <summary>R14, the link register.</summary>
    Lr,

    /// <summary>R15: the address of the next instruction, without the Thumb bit.</summary>
    Pc,

    /// <summary>Flags, exception number and execution state.</summary>
    Xpsr,
}
