using System.Numerics;
using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>32-bit data processing with a modified immediate or a shifted register (A5.3.1, A5.3.11).</summary>
internal static class WideData
{
    internal static bool Immediate(MethodWriter w, uint first, uint second)
    {
        (uint value, bool? carry) = Expand(((first >> 10 & 1) << 11) | ((second >> 12 & 7) << 8) | (second & 0xFF));
        int operation = (int)(first >> 5 & 15);
        bool sets = (first & 0x10) != 0;
        if (operation == 6)
            return false;
        w.Constant(value);
        LocalBuilder operand = w.Keep();
        return Execute(w, operation, (int)(first & 15), (int)(second >> 8 & 15), operand, sets, () =>
        {
            if (carry is not { } bit)
                return;
            w.Constant(bit ? 1u : 0);
            w.SetCarry();
        });
    }

    internal static bool Shifted(MethodWriter w, uint first, uint second)
    {
        int operation = (int)(first >> 5 & 15), rn = (int)(first & 15), rd = (int)(second >> 8 & 15), rm = (int)(second & 15);
        int type = (int)(second >> 4 & 3), amount = (int)((second >> 6 & 3) | (second >> 10 & 0x1C));
        bool sets = (first & 0x10) != 0;
        if (rm == MethodWriter.ProgramCounter || (rm == MethodWriter.StackPointer && operation != 2))
            return false;
        if (operation == 6)
            return !sets && rd < MethodWriter.StackPointer && rn != MethodWriter.ProgramCounter && Pack(w, rn, rd, rm, (type & 2) != 0, amount);
        LocalBuilder operand = Shifts.Immediate(w, rm, type, amount, sets && operation <= 4);
        return Execute(w, operation, rn, rd, operand, sets, static () => { });
    }

    /// <summary>ThumbExpandImm_C (A5.3.2): the value, and the carry where it is defined.</summary>
    internal static (uint Value, bool? Carry) Expand(uint immediate)
    {
        uint low = immediate & 0xFF;
        switch (immediate >> 8)
        {
            case 0: return (low, null);
            case 1: return (low * 0x0001_0001, null);
            case 2: return (low * 0x0100_0100, null);
            case 3: return (low * 0x0101_0101, null);
            default:
                uint value = BitOperations.RotateRight(0x80 | (immediate & 0x7F), (int)(immediate >> 7));
                return (value, value >> 31 != 0);
        }
    }

    private static bool Execute(MethodWriter w, int operation, int rn, int rd, LocalBuilder b, bool sets, Action setCarry)
    {
        bool discards = rd == MethodWriter.ProgramCounter;
        bool hasFirst = rn != MethodWriter.ProgramCounter;
        if ((discards && !(sets && operation is 0 or 4 or 8 or 13)) || (!hasFirst && operation is not (2 or 3)) || (rd == MethodWriter.StackPointer && operation is not (2 or 8 or 13)))
            return false;
        LocalBuilder a = hasFirst ? w.Copy(rn) : b;
        switch (operation)
        {
            case 0: Logic(OpCodes.And, invert: false); break;
            case 1: Logic(OpCodes.And, invert: true); break;
            case 2 when !hasFirst: w.Load(b); LogicResult(); break;
            case 2: Logic(OpCodes.Or, invert: false); break;
            case 3 when !hasFirst: w.Load(b); w.Op(OpCodes.Not); LogicResult(); break;
            case 3: Logic(OpCodes.Or, invert: true); break;
            case 4: Logic(OpCodes.Xor, invert: false); break;
            case 8: w.Add(a, b, sets); Put(); break;
            case 10: w.AddWithCarry(a, b, sets); Put(); break;
            case 11:
                w.Load(b);
                w.Op(OpCodes.Not);
                w.AddWithCarry(a, w.Keep(), sets);
                Put();
                break;
            case 13: w.Subtract(a, b, sets); Put(); break;
            case 14: w.Subtract(b, a, sets); Put(); break;
            default: return false;
        }

        return true;

        void Logic(OpCode code, bool invert)
        {
            w.Load(a);
            w.Load(b);
            if (invert) w.Op(OpCodes.Not);
            w.Op(code);
            LogicResult();
        }

        void LogicResult()
        {
            if (sets)
            {
                LocalBuilder value = w.Keep();
                setCarry();
                w.SetNegativeAndZero(value);
                w.Load(value);
            }

            Put();
        }

        void Put()
        {
            if (discards) w.Op(OpCodes.Pop);
            else w.Set(rd);
        }
    }

    private static bool Pack(MethodWriter w, int rn, int rd, int rm, bool isTop, int amount)
    {
        // PKHBT takes the top of Rm << amount, PKHTB the bottom of Rm >> amount (0 means 32).
        LocalBuilder b = Shifts.Immediate(w, rm, isTop ? 2 : 0, amount, setsCarry: false);
        w.Get(rn);
        w.Constant(isTop ? 0xFFFF_0000 : 0xFFFF);
        w.Op(OpCodes.And);
        w.Load(b);
        w.Constant(isTop ? 0xFFFFu : 0xFFFF_0000);
        w.Op(OpCodes.And);
        w.Op(OpCodes.Or);
        w.Set(rd);
        return true;
    }
}
