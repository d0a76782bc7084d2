using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>Multiplication and division (A5.3.16, A5.3.17).</summary>
internal static class Multiplies
{
    internal static bool Write(MethodWriter w, uint first, uint second)
    {
        int rn = (int)(first & 15), rm = (int)(second & 15), rd = (int)(second >> 8 & 15), ra = (int)(second >> 12);
        if (rn >= 13 && rn != 14 || rm >= 13 && rm != 14 || rd >= 13 && rd != 14)
            return false;
        return (first & 0x80) == 0 ? Word(w, first, second, rn, rm, rd, ra) : LongMultiplies.Write(w, first, second, rn, rm, rd, ra);
    }

    private static bool Word(MethodWriter w, uint first, uint second, int rn, int rm, int rd, int ra)
    {
        bool accumulates = ra != MethodWriter.ProgramCounter;
        uint kind = second >> 4 & 15;
        if (ra == MethodWriter.StackPointer)
            return false;
        switch (first >> 4 & 7)
        {
            case 0 when kind is 0 or 1:
                if (kind == 1) w.Get(ra);
                w.Get(rn);
                w.Get(rm);
                w.Op(OpCodes.Mul);
                if (kind == 1) w.Op(OpCodes.Sub);
                else if (accumulates)
                {
                    w.Get(ra);
                    w.Op(OpCodes.Add);
                }

                w.Set(rd);
                return kind == 0 || accumulates;
            case 1 when kind < 4: // SMULxy, SMLAxy
                Half(w, rn, (kind & 2) != 0);
                Half(w, rm, (kind & 1) != 0);
                w.Op(OpCodes.Mul);
                Accumulate(w, rd, ra, accumulates);
                return true;
            case 2 or 4 when kind < 2: // SMUAD, SMLAD, SMUSD, SMLSD
                Products(w, rn, rm, kind != 0, (first >> 4 & 7) == 4);
                AccumulateWide(w, rd, ra, accumulates);
                return true;
            case 3 when kind < 2: // SMULW, SMLAW
                w.Get(rn);
                w.Op(OpCodes.Conv_I8);
                Half(w, rm, kind != 0);
                w.Op(OpCodes.Conv_I8);
                w.Op(OpCodes.Mul);
                w.Constant(16);
                w.Op(OpCodes.Shr);
                w.Op(OpCodes.Conv_I4);
                Accumulate(w, rd, ra, accumulates);
                return true;
            case 5 or 6 when kind < 2 && (accumulates || (first >> 4 & 7) == 5): // SMMUL, SMMLA, SMMLS
                w.Get(rn);
                w.Get(rm);
                if (accumulates) w.Get(ra);
                else w.Constant(0);
                w.Constant(kind);
                w.Call((first >> 4 & 7) == 5 ? nameof(Operations.MultiplyHigh) : nameof(Operations.MultiplyHighSubtract));
                w.Set(rd);
                return true;
            case 7 when kind == 0: // USAD8, USADA8
                w.Get(rn);
                w.Get(rm);
                w.Call(nameof(Operations.SumOfDifferences));
                if (accumulates)
                {
                    w.Get(ra);
                    w.Op(OpCodes.Add);
                }

                w.Set(rd);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Pushes a signed half of a register.</summary>
    internal static void Half(MethodWriter w, int register, bool isTop)
    {
        w.Get(register);
        if (isTop)
        {
            w.Constant(16);
            w.Op(OpCodes.Shr);
        }
        else
        {
            w.Op(OpCodes.Conv_I2);
        }
    }

    /// <summary>Pushes the sum or difference of the two products of halves, in 64 bits.</summary>
    internal static void Products(MethodWriter w, int rn, int rm, bool exchanges, bool subtracts)
    {
        Half(w, rn, isTop: false);
        Half(w, rm, exchanges);
        w.Op(OpCodes.Mul);
        w.Op(OpCodes.Conv_I8);
        Half(w, rn, isTop: true);
        Half(w, rm, !exchanges);
        w.Op(OpCodes.Mul);
        w.Op(OpCodes.Conv_I8);
        w.Op(subtracts ? OpCodes.Sub : OpCodes.Add);
    }

    private static void Accumulate(MethodWriter w, int rd, int ra, bool accumulates)
    {
        if (!accumulates)
        {
            w.Set(rd);
            return;
        }

        w.Op(OpCodes.Conv_I8);
        AccumulateWide(w, rd, ra, accumulates);
    }

    /// <summary>Takes 64 bits from the stack, adds Ra, and sets Q when the sum has more than 32 bits.</summary>
    private static void AccumulateWide(MethodWriter w, int rd, int ra, bool accumulates)
    {
        if (accumulates)
        {
            w.Get(ra);
            w.Op(OpCodes.Conv_I8);
            w.Op(OpCodes.Add);
        }

        w.SetWithOverflow(rd);
    }
}
