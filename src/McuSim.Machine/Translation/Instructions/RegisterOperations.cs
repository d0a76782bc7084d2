using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>32-bit data processing of registers (A5.3.12 to A5.3.15): shifts, extension, parallel and saturating sums, reversal, selection.</summary>
internal static class RegisterOperations
{
    internal static bool Write(MethodWriter w, uint first, uint second)
    {
        int rn = (int)(first & 15), rm = (int)(second & 15), rd = (int)(second >> 8 & 15);
        if (rd is 13 or 15 || rm is 13 or 15 || rn == 13)
            return false;
        bool isUpper = (first & 0x80) != 0;
        if (!isUpper && (second & 0x80) == 0)
        {
            bool sets = (first & 0x10) != 0;
            if ((second & 0x70) != 0 || rn == 15)
                return false;
            LocalBuilder value = w.Copy(rn), amount = w.Copy(rm);
            Arithmetic.Result(w, Shifts.Register(w, value, amount, (int)(first >> 5 & 3), sets), rd, sets);
            return true;
        }

        if (!isUpper)
            return (second & 0x40) == 0 && (first >> 4 & 7) < 6 && Extend(w, (int)(first >> 4 & 7), rn, rm, rd, (int)(second >> 1 & 0x18));
        if (rn == 15)
            return false;
        if ((second & 0x80) == 0)
            return Parallel(w, (int)(first >> 4 & 7), (int)(second >> 4 & 7), rn, rm, rd);
        int kind = (int)(second >> 4 & 3);
        if ((second & 0x40) != 0)
            return false;
        switch (first >> 4 & 7)
        {
            case 0: // QADD, QDADD, QSUB, QDSUB: of Rm and Rn
                w.Get(rm);
                w.Get(rn);
                w.Constant((uint)kind);
                w.Call(nameof(Operations.SaturatingSum));
                w.Load(Arithmetic.Split(w, w.Saturate));
                w.Set(rd);
                return true;
            case 1:
                return Reversals.Write(w, kind, rd, rm);
            case 2 when kind == 0:
                w.Get(rn);
                w.Get(rm);
                w.GetGreaterOrEqual();
                w.Call(nameof(Operations.Select));
                w.Set(rd);
                return true;
            case 3 when kind == 0:
                w.Get(rm);
                w.Call(nameof(Operations.CountLeadingZeros));
                w.Set(rd);
                return true;
            default:
                return false;
        }
    }

    /// <summary>SXTAH, UXTAH, SXTAB16, UXTAB16, SXTAB, UXTAB; Rn 15 adds nothing.</summary>
    private static bool Extend(MethodWriter w, int operation, int rn, int rm, int rd, int rotation)
    {
        w.Get(rm);
        if (rotation != 0 && operation is 2 or 3)
        {
            LocalBuilder value = w.Keep();
            w.Load(value);
            w.Constant((uint)rotation);
            w.Op(OpCodes.Shr_Un);
            w.Load(value);
            w.Constant((uint)(32 - rotation));
            w.Op(OpCodes.Shl);
            w.Op(OpCodes.Or);
        }
        else if (rotation is not 0 and not 24 || (rotation == 24 && operation is 4 or 5))
        {
            w.Constant((uint)rotation);
            w.Op(OpCodes.Shr_Un);
        }
        else if (rotation == 24)
        {
            LocalBuilder value = w.Keep();
            w.Load(value);
            w.Constant(24);
            w.Op(OpCodes.Shr_Un);
            w.Load(value);
            w.Constant(8);
            w.Op(OpCodes.Shl);
            w.Op(OpCodes.Or);
        }

        switch (operation)
        {
            case 0: w.Op(OpCodes.Conv_I2); break;
            case 1: w.Op(OpCodes.Conv_U2); break;
            case 3:
                w.Constant(0x00FF_00FF);
                w.Op(OpCodes.And);
                break;
            case 4: w.Op(OpCodes.Conv_I1); break;
            case 5: w.Op(OpCodes.Conv_U1); break;
            default: SignedBytes(w); break;
        }

        if (rn == MethodWriter.ProgramCounter)
        {
            w.Set(rd);
            return true;
        }

        if (operation is not (2 or 3))
        {
            w.Get(rn);
            w.Op(OpCodes.Add);
            w.Set(rd);
            return true;
        }

        // The halves add up without a carry between them.
        LocalBuilder extended = w.Keep();
        w.Get(rn);
        w.Load(extended);
        w.Constant(0xFFFF_0000);
        w.Op(OpCodes.And);
        w.Op(OpCodes.Add);
        w.Constant(0xFFFF_0000);
        w.Op(OpCodes.And);
        w.Get(rn);
        w.Load(extended);
        w.Op(OpCodes.Add);
        w.Op(OpCodes.Conv_U2);
        w.Op(OpCodes.Or);
        w.Set(rd);
        return true;
    }

    private static void SignedBytes(MethodWriter w)
    {
        LocalBuilder value = w.Keep();
        w.Load(value);
        w.Op(OpCodes.Conv_I1);
        w.Op(OpCodes.Conv_U2);
        w.Load(value);
        w.Constant(8);
        w.Op(OpCodes.Shl);
        w.Constant(8);
        w.Op(OpCodes.Shr);
        w.Constant(0xFFFF_0000);
        w.Op(OpCodes.And);
        w.Op(OpCodes.Or);
    }

    private static bool Parallel(MethodWriter w, int operation, int prefix, int rn, int rm, int rd)
    {
        if (prefix is 3 or 7 || operation is 3 or 7)
            return false;
        w.Get(rn);
        w.Get(rm);
        if (operation == 0 && prefix == 4)
        {
            w.Call(nameof(Operations.AddBytes));
        }
        else
        {
            w.Constant((uint)operation);
            w.Constant((uint)prefix);
            w.Call(nameof(Operations.ParallelSum));
        }

        LocalBuilder result = Arithmetic.Split(w, prefix is 0 or 4 ? w.SetGreaterOrEqual : null);
        w.Load(result);
        w.Set(rd);
        return true;
    }
}
