using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>32-bit data processing with a plain immediate (A5.3.3): wide moves and sums, saturation, bit fields.</summary>
internal static class PlainImmediates
{
    internal static bool Write(MethodWriter w, uint first, uint second)
    {
        int rn = (int)(first & 15), rd = (int)(second >> 8 & 15);
        uint immediate = ((first >> 10 & 1) << 11) | ((second >> 12 & 7) << 8) | (second & 0xFF);
        int lsb = (int)((second >> 10 & 0x1C) | (second >> 6 & 3)), last = (int)(second & 31);
        bool isSum = (first >> 4 & 0x1F) is 0 or 10;
        if (rd == MethodWriter.ProgramCounter || (rd == MethodWriter.StackPointer && !(isSum && rn == MethodWriter.StackPointer)))
            return false;
        switch (first >> 4 & 0x1F)
        {
            case 0 or 10: // ADDW, SUBW, ADR
                if (rn == MethodWriter.ProgramCounter) w.Constant(w.Pc & ~3u);
                else w.Get(rn);
                w.Constant(immediate);
                w.Op((first & 0xA0) != 0 ? OpCodes.Sub : OpCodes.Add);
                break;
            case 4: // MOVW
                w.Constant(((uint)rn << 12) | immediate);
                break;
            case 12: // MOVT
                w.Get(rd);
                w.Constant(0xFFFF);
                w.Op(OpCodes.And);
                w.Constant((((uint)rn << 12) | immediate) << 16);
                w.Op(OpCodes.Or);
                break;
            case 16 or 18 or 24 or 26: // SSAT, SSAT16, USAT, USAT16
                {
                    bool isHalves = (first & 0x20) != 0 && lsb == 0;
                    bool isUnsigned = (first & 0x80) != 0;
                    w.Load(isHalves ? w.Copy(rn) : Shifts.Immediate(w, rn, (first & 0x20) != 0 ? 2 : 0, lsb, setsCarry: false));
                    w.Constant((uint)(isUnsigned ? isHalves ? last & 15 : last : (isHalves ? last & 15 : last) + 1));
                    w.Call((isUnsigned, isHalves) switch
                    {
                        (false, false) => nameof(Operations.SignedSaturate),
                        (true, false) => nameof(Operations.UnsignedSaturate),
                        (false, true) => nameof(Operations.SignedSaturateHalves),
                        _ => nameof(Operations.UnsignedSaturateHalves),
                    });
                    w.Load(Arithmetic.Split(w, w.Saturate));
                    break;
                }

            case 20 or 28: // SBFX, UBFX
                if (lsb + last > 31)
                    return false;
                w.Get(rn);
                w.Constant((uint)(31 - lsb - last));
                w.Op(OpCodes.Shl);
                w.Constant((uint)(31 - last));
                w.Op((first & 0x80) != 0 ? OpCodes.Shr_Un : OpCodes.Shr);
                break;
            case 22: // BFI, BFC
                {
                    if (last < lsb)
                        return false;
                    uint mask = (uint.MaxValue >> (31 - (last - lsb))) << lsb;
                    w.Get(rd);
                    w.Constant(~mask);
                    w.Op(OpCodes.And);
                    if (rn == MethodWriter.ProgramCounter)
                        break;
                    w.Get(rn);
                    w.Constant((uint)lsb);
                    w.Op(OpCodes.Shl);
                    w.Constant(mask);
                    w.Op(OpCodes.And);
                    w.Op(OpCodes.Or);
                    break;
                }

            default:
                return false;
        }

        w.Set(rd);
        return true;
    }
}
