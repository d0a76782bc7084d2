using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>The barrel shifter: types LSL, LSR, ASR and ROR (0 to 3).</summary>
internal static class Shifts
{
    /// <summary>A register shifted as DecodeImmShift says (A7.4.2): LSR and ASR by 0 mean 32, ROR by 0 means RRX. The carry goes to C when it is wanted.</summary>
    internal static LocalBuilder Immediate(MethodWriter w, int register, int type, int amount, bool setsCarry)
    {
        if (type == 0 && amount == 0)
            return w.Copy(register);
        LocalBuilder value = w.Copy(register);
        if (type == 3 && amount == 0)
            return RotateWithExtend(w, value, setsCarry);
        if (amount == 0) amount = 32;
        LocalBuilder result = Constant(w, value, type, amount);
        if (!setsCarry)
            return result;
        w.Load(value);
        w.Constant((uint)(type == 0 ? 32 - amount : amount - 1));
        w.Op(OpCodes.Shr_Un);
        w.Constant(1);
        w.Op(OpCodes.And);
        w.SetCarry();
        return result;
    }

    /// <summary>A value shifted by the low byte of another.</summary>
    internal static LocalBuilder Register(MethodWriter w, LocalBuilder value, LocalBuilder amount, int type, bool setsCarry)
    {
        w.Load(value);
        w.Load(amount);
        if (!setsCarry)
        {
            w.Call(type switch { 0 => nameof(Operations.ShiftLeft), 1 => nameof(Operations.ShiftRight), 2 => nameof(Operations.ShiftRightSigned), _ => nameof(Operations.Rotate) });
            return w.Keep();
        }

        w.GetCarry();
        w.Constant((uint)type);
        w.Call(nameof(Operations.ShiftWithCarry));
        return Arithmetic.Split(w, w.SetCarry);
    }

    private static LocalBuilder Constant(MethodWriter w, LocalBuilder value, int type, int amount)
    {
        if (amount == 32 && type == 1)
        {
            w.Constant(0);
            return w.Keep();
        }

        w.Load(value);
        w.Constant((uint)Math.Min(amount, 31));
        switch (type)
        {
            case 0: w.Op(OpCodes.Shl); break;
            case 1: w.Op(OpCodes.Shr_Un); break;
            case 2: w.Op(OpCodes.Shr); break;
            default:
                w.Op(OpCodes.Shr_Un);
                w.Load(value);
                w.Constant((uint)(32 - amount));
                w.Op(OpCodes.Shl);
                w.Op(OpCodes.Or);
                break;
        }

        return w.Keep();
    }

    private static LocalBuilder RotateWithExtend(MethodWriter w, LocalBuilder value, bool setsCarry)
    {
        w.Load(value);
        w.Constant(1);
        w.Op(OpCodes.Shr_Un);
        w.GetCarry();
        w.Constant(31);
        w.Op(OpCodes.Shl);
        w.Op(OpCodes.Or);
        LocalBuilder result = w.Keep();
        if (!setsCarry)
            return result;
        w.Load(value);
        w.Constant(1);
        w.Op(OpCodes.And);
        w.SetCarry();
        return result;
    }
}
