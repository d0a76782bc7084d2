using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>Products of 64 bits, and division (A5.3.17).</summary>
internal static class LongMultiplies
{
    internal static bool Write(MethodWriter w, uint first, uint second, int rn, int rm, int high, int low)
    {
        uint kind = second >> 4 & 15;
        uint operation = first >> 4 & 7;
        if (operation is 1 or 3)
        {
            if (kind != 15 || low != 15)
                return false;
            w.Get(rn);
            w.Get(rm);
            w.Call(operation == 1 ? nameof(Operations.DivideSigned) : nameof(Operations.Divide));
            w.Set(high);
            return true;
        }

        if (low >= 13 && low != 14 || low == high)
            return false;
        switch (operation)
        {
            case 0 or 4 when kind == 0:
                Product(OpCodes.Conv_I8);
                if (operation == 4) AddPair();
                break;
            case 2 or 6 when kind == 0:
                Product(OpCodes.Conv_U8);
                if (operation == 6) AddPair();
                break;
            case 6 when kind == 6: // UMAAL
                Product(OpCodes.Conv_U8);
                foreach (int register in (ReadOnlySpan<int>)[low, high])
                {
                    w.Get(register);
                    w.Op(OpCodes.Conv_U8);
                    w.Op(OpCodes.Add);
                }

                break;
            case 4 when kind is >= 8 and < 12: // SMLALxy
                Multiplies.Half(w, rn, (kind & 2) != 0);
                Multiplies.Half(w, rm, (kind & 1) != 0);
                w.Op(OpCodes.Mul);
                w.Op(OpCodes.Conv_I8);
                AddPair();
                break;
            case 4 or 5 when kind is 12 or 13: // SMLALD, SMLSLD
                Multiplies.Products(w, rn, rm, kind == 13, operation == 5);
                AddPair();
                break;
            default:
                return false;
        }

        w.SetPair(low, high);
        return true;

        void Product(OpCode widen)
        {
            w.Get(rn);
            w.Op(widen);
            w.Get(rm);
            w.Op(widen);
            w.Op(OpCodes.Mul);
        }

        void AddPair()
        {
            w.Get(high);
            w.Op(OpCodes.Conv_U8);
            w.Constant(32);
            w.Op(OpCodes.Shl);
            w.Get(low);
            w.Op(OpCodes.Conv_U8);
            w.Op(OpCodes.Or);
            w.Op(OpCodes.Add);
        }
    }
}
