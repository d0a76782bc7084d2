using System.Reflection.Emit;

namespace McuSim.Machine.Translation;

/// <summary>The registers of the floating-point unit: they stay in memory.</summary>
internal sealed partial class MethodWriter
{
    /// <summary>Whether the code touches them.</summary>
    internal bool UsesFloat { get; private set; }

    /// <summary>Pushes the bits of a single-precision register.</summary>
    internal void GetSingle(int register) => GetFloat(Offset(nameof(TranslatedState.Singles)) + (4 * register));

    /// <summary>Takes the stack's value into a single-precision register.</summary>
    internal void SetSingle(int register) => SetFloat(Offset(nameof(TranslatedState.Singles)) + (4 * register));

    /// <summary>Pushes FPSCR.</summary>
    internal void GetFloatStatus() => GetFloat(Offset(nameof(TranslatedState.FloatStatus)));

    /// <summary>Takes the stack's value into FPSCR.</summary>
    internal void SetFloatStatus() => SetFloat(Offset(nameof(TranslatedState.FloatStatus)));

    /// <summary>Sets N, Z, C and V as FPSCR has them (VMRS APSR_nzcv, FPSCR).</summary>
    internal void SetFlagsFromFloatStatus()
    {
        GetFloatStatus();
        LocalBuilder status = Keep();
        Load(status);
        Store(negative);
        Load(status);
        Constant(1u << 30);
        Op(OpCodes.And);
        Constant(0);
        Op(OpCodes.Ceq);
        Store(notZero);
        Load(status);
        Constant(3);
        Op(OpCodes.Shl);
        Store(overflow);
        Load(status);
        Constant(29);
        Op(OpCodes.Shr_Un);
        Constant(1);
        Op(OpCodes.And);
        SetCarry();
    }

    private void GetFloat(int offset)
    {
        UsesFloat = true;
        PushField(offset);
        Op(OpCodes.Ldind_U4);
    }

    private void SetFloat(int offset)
    {
        UsesFloat = true;
        LocalBuilder value = Keep();
        PushField(offset);
        Load(value);
        Op(OpCodes.Stind_I4);
    }
}
