using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>
/// Single-precision arithmetic, comparisons, conversions and moves (DDI 0403E, A6.4 and A6.6). Double precision, half precision, fixed point, directed rounding and
/// writes to FPSCR are the engine's.
/// </summary>
internal static class FloatData
{
    internal static bool Write(MethodWriter w, uint first, uint second)
    {
        if ((second & 0x0F00) != 0x0A00)
            return false;
        if ((second & 0x10) != 0)
            return Move(w, first, second);
        int d = (int)(second >> 12 << 1) | (int)(first >> 6 & 1), n = (int)((first & 15) << 1) | (int)(second >> 7 & 1), m = (int)((second & 15) << 1) | (int)(second >> 5 & 1);
        uint kind = (first >> 4 & 8) | (first >> 3 & 6) | (second >> 6 & 1);
        switch (kind)
        {
            case <= 3:
                return Accumulate(w, nameof(Operations.FloatMultiplyAdd), d, n, m, kind);
            case 4 or 5 or 6 or 7 or 8:
                w.GetSingle(n);
                w.GetSingle(m);
                w.Call(kind switch
                {
                    4 => nameof(Operations.FloatMultiply),
                    5 => nameof(Operations.FloatNegatedMultiply),
                    6 => nameof(Operations.FloatAdd),
                    7 => nameof(Operations.FloatSubtract),
                    _ => nameof(Operations.FloatDivide),
                });
                return Finish(w, d);
            case >= 10 and <= 13:
                return Accumulate(w, nameof(Operations.FloatFused), d, n, m, kind - 10);
            case 14:
                w.Constant(Expand(((first & 15) << 4) | (second & 15)));
                w.SetSingle(d);
                return (second & 0xA0) == 0;
            case 15:
                return Other(w, first & 15, (second & 0x80) != 0, d, m);
            default:
                return false;
        }
    }

    /// <summary>VFPExpandImm (A6.4.1).</summary>
    private static uint Expand(uint constant) => ((constant & 0x80) << 24) | ((constant & 0x40) != 0 ? 0x3E00_0000u : 0x4000_0000) | ((constant & 0x3F) << 19);

    private static bool Accumulate(MethodWriter w, string operation, int d, int n, int m, uint kind)
    {
        w.GetSingle(d);
        w.GetSingle(n);
        w.GetSingle(m);
        w.Constant(kind);
        w.Call(operation);
        return Finish(w, d);
    }

    private static bool Other(MethodWriter w, uint operation, bool isSecond, int d, int m)
    {
        if (operation is 4 or 5)
        {
            w.GetSingle(d);
            if (operation == 4) w.GetSingle(m);
            else w.Constant(0);
            w.Call(nameof(Operations.FloatCompare));
            LocalBuilder flags = Arithmetic.Split(w, () => w.Op(OpCodes.Brtrue, w.Inside()));
            w.GetFloatStatus();
            w.Constant(0x0FFF_FFFF);
            w.Op(OpCodes.And);
            w.Load(flags);
            w.Op(OpCodes.Or);
            w.SetFloatStatus();
            return true;
        }

        w.GetSingle(m);
        switch (operation, isSecond)
        {
            case (0, false):
                break;
            case (0, true):
                w.Constant(0x7FFF_FFFF);
                w.Op(OpCodes.And);
                break;
            case (1, false):
                w.Constant(0x8000_0000);
                w.Op(OpCodes.Xor);
                break;
            case (1, true):
                w.Call(nameof(Operations.FloatSquareRoot));
                return Finish(w, d);
            case (8, _):
                w.Call(isSecond ? nameof(Operations.FloatOfSigned) : nameof(Operations.FloatOfUnsigned));
                break;
            case (12, true):
                w.Call(nameof(Operations.FloatToUnsigned));
                return Finish(w, d);
            case (13, true):
                w.Call(nameof(Operations.FloatToSigned));
                return Finish(w, d);
            default:
                return false;
        }

        w.SetSingle(d);
        return true;
    }

    private static bool Move(MethodWriter w, uint first, uint second)
    {
        int register = (int)(second >> 12), single = (int)((first & 15) << 1) | (int)(second >> 7 & 1);
        if (first == 0xEEF1 && (second & 0xFFF) == 0xA10)
        {
            if (register == MethodWriter.ProgramCounter)
            {
                w.SetFlagsFromFloatStatus();
                return true;
            }

            w.GetFloatStatus();
            w.Set(register);
            return register != MethodWriter.StackPointer;
        }

        if ((first & 0xFFE0) != 0xEE00 || (second & 0xF7F) != 0xA10 || register is MethodWriter.StackPointer or MethodWriter.ProgramCounter)
            return false;
        if ((first & 0x10) != 0)
        {
            w.GetSingle(single);
            w.Set(register);
        }
        else
        {
            w.Get(register);
            w.SetSingle(single);
        }

        return true;
    }

    /// <summary>Takes a result and what speaks against it.</summary>
    private static bool Finish(MethodWriter w, int d)
    {
        LocalBuilder result = Arithmetic.Split(w, () => w.Op(OpCodes.Brtrue, w.Inside()));
        w.Load(result);
        w.SetSingle(d);
        return true;
    }
}
