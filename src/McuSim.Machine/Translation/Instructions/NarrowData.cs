using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>16-bit data processing of two registers (A5.2.2).</summary>
internal static class NarrowData
{
    internal static bool Write(MethodWriter w, int operation, int rd, int rm, bool sets)
    {
        LocalBuilder a = w.Copy(rd), b = w.Copy(rm);
        switch (operation)
        {
            case 0: Logic(OpCodes.And); return true;
            case 1: Logic(OpCodes.Xor); return true;
            case 2 or 3 or 4 or 7: // LSL, LSR, ASR, ROR
                Arithmetic.Result(w, Shifts.Register(w, a, b, operation == 7 ? 3 : operation - 2, sets), rd, sets);
                return true;
            case 5:
                w.AddWithCarry(a, b, sets);
                w.Set(rd);
                return true;
            case 6:
                w.Load(b);
                w.Op(OpCodes.Not);
                w.AddWithCarry(a, w.Keep(), sets);
                w.Set(rd);
                return true;
            case 8: // TST
                w.Load(a);
                w.Load(b);
                w.Op(OpCodes.And);
                w.SetNegativeAndZero(w.Keep());
                return true;
            case 9: // RSB #0
                w.Constant(0);
                w.Subtract(w.Keep(), b, sets);
                w.Set(rd);
                return true;
            case 10:
                w.Subtract(a, b, setsFlags: true);
                w.Op(OpCodes.Pop);
                return true;
            case 11:
                w.Add(a, b, setsFlags: true);
                w.Op(OpCodes.Pop);
                return true;
            case 12: Logic(OpCodes.Or); return true;
            case 13: Logic(OpCodes.Mul); return true;
            case 14:
                w.Load(a);
                w.Load(b);
                w.Op(OpCodes.Not);
                w.Op(OpCodes.And);
                Arithmetic.Result(w, w.Keep(), rd, sets);
                return true;
            default:
                w.Load(b);
                w.Op(OpCodes.Not);
                Arithmetic.Result(w, w.Keep(), rd, sets);
                return true;
        }

        void Logic(OpCode code)
        {
            w.Load(a);
            w.Load(b);
            w.Op(code);
            Arithmetic.Result(w, w.Keep(), rd, sets);
        }
    }
}
