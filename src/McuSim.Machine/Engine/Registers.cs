namespace McuSim.Machine.Engine;

/// <summary>Translates <see cref="CoreRegister"/> for the engine.</summary>
internal static class Registers
{
    /// <summary>The engine's number of a register.</summary>
    internal static UnicornRegister Of(CoreRegister register) => register switch
    {
        >= CoreRegister.R0 and <= CoreRegister.R12 => UnicornRegister.R0 + (int)register,
        CoreRegister.Sp => UnicornRegister.Sp,
        CoreRegister.Lr => UnicornRegister.Lr,
        CoreRegister.Pc => UnicornRegister.Pc,
        CoreRegister.Xpsr => UnicornRegister.Xpsr,
        _ => throw new ArgumentOutOfRangeException(nameof(register), register, null),
    };
}
