using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>16-bit instructions (DDI 0403E, A5.2).</summary>
internal static class Narrow
{
    /// <summary>Writes an instruction; false when it is not for translated code.</summary>
    /// <param name="w">The region's code.</param>
    /// <param name="code">The halfword.</param>
    /// <param name="inIfThen">Whether it is in an IT block, where it sets no flags.</param>
    /// <param name="isBranch">Whether it ended the block.</param>
    internal static bool Write(MethodWriter w, uint code, bool inIfThen, out bool isBranch)
    {
        isBranch = false;
        bool sets = !inIfThen;
        int low = (int)(code & 7), mid = (int)(code >> 3 & 7), high = (int)(code >> 6 & 7), at8 = (int)(code >> 8 & 7);
        switch (code >> 11)
        {
            case 0 or 1 or 2:
                Arithmetic.Result(w, Shifts.Immediate(w, mid, (int)(code >> 11), (int)(code >> 6 & 31), sets), low, sets);
                return true;
            case 3:
                {
                    LocalBuilder a = w.Copy(mid);
                    if ((code & 0x400) != 0) w.Constant((uint)high);
                    else w.Get(high);
                    LocalBuilder b = w.Keep();
                    Sum(w, a, b, (code & 0x200) != 0, sets);
                    w.Set(low);
                    return true;
                }

            case 4:
                w.Constant(code & 0xFF);
                Arithmetic.Result(w, w.Keep(), at8, sets);
                return true;
            case 5 or 6 or 7:
                {
                    LocalBuilder a = w.Copy(at8);
                    w.Constant(code & 0xFF);
                    LocalBuilder b = w.Keep();
                    Sum(w, a, b, code >> 11 != 6, sets || code >> 11 == 5);
                    if (code >> 11 == 5) w.Op(OpCodes.Pop);
                    else w.Set(at8);
                    return true;
                }

            case 8:
                return (code & 0x400) == 0 ? NarrowData.Write(w, (int)(code >> 6 & 15), low, mid, sets) : NarrowBranches.Special(w, code, out isBranch);
            case 9:
                w.Constant((w.Pc & ~3u) + (4 * (code & 0xFF)));
                return Transfers.Single(w, at8, w.Keep(), 4, isSigned: false, isLoad: true);
            case 10 or 11:
                {
                    w.Get(mid);
                    w.Get(high);
                    w.Op(OpCodes.Add);
                    (int size, bool isSigned, bool isLoad) = (code >> 9 & 7) switch
                    {
                        0 => (4, false, false),
                        1 => (2, false, false),
                        2 => (1, false, false),
                        3 => (1, true, true),
                        4 => (4, false, true),
                        5 => (2, false, true),
                        6 => (1, false, true),
                        _ => (2, true, true),
                    };
                    return Transfers.Single(w, low, w.Keep(), size, isSigned, isLoad);
                }

            case >= 12 and <= 17:
                {
                    int size = (code >> 12) switch { 6 => 4, 7 => 1, _ => 2 };
                    w.Get(mid);
                    w.Constant((uint)size * (code >> 6 & 31));
                    w.Op(OpCodes.Add);
                    return Transfers.Single(w, low, w.Keep(), size, isSigned: false, (code & 0x800) != 0);
                }

            case 18 or 19:
                w.Get(MethodWriter.StackPointer);
                w.Constant(4 * (code & 0xFF));
                w.Op(OpCodes.Add);
                return Transfers.Single(w, at8, w.Keep(), 4, isSigned: false, (code & 0x800) != 0);
            case 20:
                w.Constant((w.Pc & ~3u) + (4 * (code & 0xFF)));
                w.Set(at8);
                return true;
            case 21:
                w.Get(MethodWriter.StackPointer);
                w.Constant(4 * (code & 0xFF));
                w.Op(OpCodes.Add);
                w.Set(at8);
                return true;
            case 22 or 23:
                return NarrowBranches.Miscellaneous(w, code, out isBranch);
            case 24 or 25:
                {
                    uint list = code & 0xFF;
                    bool isLoad = (code & 0x800) != 0;
                    return list != 0 && MultipleTransfers.Write(w, at8, list, isLoad, isDecrement: false, writesBack: !isLoad || (list >> at8 & 1) == 0, out isBranch);
                }

            case 26 or 27:
                {
                    int condition = (int)(code >> 8 & 15);
                    if (condition >= 14 || inIfThen)
                        return false;
                    isBranch = true;
                    NarrowBranches.Conditional(w, condition, w.Pc + (uint)((sbyte)code * 2), w.Address + 2);
                    return true;
                }

            case 28:
                isBranch = true;
                w.Branch(w.Pc + (uint)((int)(code << 21) >> 20));
                return true;
            default:
                return false;
        }
    }

    private static void Sum(MethodWriter w, LocalBuilder a, LocalBuilder b, bool subtracts, bool sets)
    {
        if (subtracts) w.Subtract(a, b, sets);
        else w.Add(a, b, sets);
    }
}
