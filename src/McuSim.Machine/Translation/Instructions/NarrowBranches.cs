using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>16-bit special data and branch instructions (A5.2.3), and miscellaneous ones (A5.2.5).</summary>
internal static class NarrowBranches
{
    /// <summary>A branch to one of two places.</summary>
    internal static void Conditional(MethodWriter w, int condition, uint target, uint otherwise)
    {
        Label taken = w.NewLabel();
        w.When(condition, taken);
        w.Branch(otherwise);
        w.Mark(taken);
        w.Branch(target);
    }

    /// <summary>ADD, CMP, MOV of high registers, BX, BLX.</summary>
    internal static bool Special(MethodWriter w, uint code, out bool isBranch)
    {
        isBranch = false;
        int rd = (int)((code & 7) | (code >> 4 & 8)), rm = (int)(code >> 3 & 15);
        switch (code >> 8 & 3)
        {
            case 0 or 2:
                w.Get(rm);
                if ((code & 0x200) == 0)
                {
                    w.Get(rd);
                    w.Op(OpCodes.Add);
                }

                if (rd == MethodWriter.ProgramCounter)
                {
                    isBranch = true;
                    w.BranchTo(w.Keep());
                }
                else
                {
                    w.Set(rd);
                }

                return true;
            case 1:
                {
                    LocalBuilder a = w.Copy(rd), b = w.Copy(rm);
                    w.Subtract(a, b, setsFlags: true);
                    w.Op(OpCodes.Pop);
                    return true;
                }

            default:
                {
                    if ((code & 7) != 0 || rm == MethodWriter.ProgramCounter)
                        return false;
                    LocalBuilder target = w.Copy(rm);
                    w.CheckTarget(target);
                    if ((code & 0x80) != 0)
                    {
                        w.Constant((w.Address + 2) | 1);
                        w.Set(MethodWriter.LinkRegister);
                    }

                    isBranch = true;
                    w.BranchTo(target);
                    return true;
                }
        }
    }

    /// <summary>SP arithmetic, extension, compare and branch, PUSH, POP, reversal.</summary>
    internal static bool Miscellaneous(MethodWriter w, uint code, out bool isBranch)
    {
        isBranch = false;
        int rd = (int)(code & 7), rm = (int)(code >> 3 & 7);
        switch (code >> 8 & 15)
        {
            case 0:
                w.Get(MethodWriter.StackPointer);
                w.Constant(4 * (code & 0x7F));
                w.Op((code & 0x80) != 0 ? OpCodes.Sub : OpCodes.Add);
                w.Set(MethodWriter.StackPointer);
                return true;
            case 1 or 3 or 9 or 11: // CBZ, CBNZ
                {
                    Label taken = w.NewLabel();
                    w.Get(rd);
                    w.Op((code & 0x800) != 0 ? OpCodes.Brtrue : OpCodes.Brfalse, taken);
                    w.Branch(w.Address + 2);
                    w.Mark(taken);
                    w.Branch(w.Pc + ((code >> 2 & 0x3E) | (code >> 3 & 0x40)));
                    isBranch = true;
                    return true;
                }

            case 2:
                w.Get(rm);
                w.Op((code >> 6 & 3) switch { 0 => OpCodes.Conv_I2, 1 => OpCodes.Conv_I1, 2 => OpCodes.Conv_U2, _ => OpCodes.Conv_U1 });
                w.Set(rd);
                return true;
            case 4 or 5: // PUSH
                {
                    uint list = (code & 0xFF) | ((code & 0x100) << 6);
                    return list != 0 && MultipleTransfers.Write(w, MethodWriter.StackPointer, list, isLoad: false, isDecrement: true, writesBack: true, out isBranch);
                }

            case 12 or 13: // POP
                {
                    uint list = (code & 0xFF) | ((code & 0x100) << 7);
                    return list != 0 && MultipleTransfers.Write(w, MethodWriter.StackPointer, list, isLoad: true, isDecrement: false, writesBack: true, out isBranch);
                }

            case 10:
                return (code >> 6 & 3) != 2 && Reversals.Write(w, (int)(code >> 6 & 3), rd, rm); // 2 is HLT
            default:
                return false;
        }
    }
}
