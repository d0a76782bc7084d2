namespace McuSim.Machine.Engine;

/// <summary>Register numbers of unicorn/arm.h (uc_arm_reg).</summary>
internal enum UnicornRegister
{
    Fpscr = 6,
    Lr = 10,
    Pc = 11,
    Sp = 12,
    D0 = 14,
    R0 = 66,
    S0 = 79,
    Msp = 115,
    Psp = 116,
    Control = 117,
    Xpsr = 120,
    Primask = 123,
    Basepri = 124,
    Faultmask = 126,

    /// <summary>APSR.GE alone: writing <see cref="Xpsr"/> leaves it as it was.</summary>
    ApsrGe = 128,
}
