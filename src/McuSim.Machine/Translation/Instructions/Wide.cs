namespace McuSim.Machine.Translation.Instructions;

/// <summary>32-bit instructions (DDI 0403E, A5.3).</summary>
internal static class Wide
{
    /// <summary>Writes an instruction; false when it is not for translated code.</summary>
    /// <param name="w">The region's code.</param>
    /// <param name="first">The first halfword.</param>
    /// <param name="second">The second one.</param>
    /// <param name="isBranch">Whether it ended the block.</param>
    internal static bool Write(MethodWriter w, uint first, uint second, out bool isBranch)
    {
        isBranch = false;
        switch (first >> 9 & 0xF)
        {
            case 4: // 1110 100x
                return (first & 0x40) == 0 ? WideMultiple(w, first, second, out isBranch) : DualTransfers.Write(w, first, second, out isBranch);
            case 5: // 1110 101x
                return WideData.Shifted(w, first, second);
            case 6: // 1110 110x
                return FloatTransfers.Write(w, first, second);
            case 7: // 1110 111x
                return FloatData.Write(w, first, second);
            case 8 or 9 or 10 or 11: // 1111 0xxx
                if ((second & 0x8000) != 0)
                    return WideBranches.Write(w, first, second, out isBranch);
                return (first & 0x200) == 0 ? WideData.Immediate(w, first, second) : PlainImmediates.Write(w, first, second);
            case 12: // 1111 100x
                return Transfers.Write(w, first, second, out isBranch);
            case 13: // 1111 101x
                return (first & 0x100) != 0 ? Multiplies.Write(w, first, second) : (second & 0xF000) == 0xF000 && RegisterOperations.Write(w, first, second);
            default:
                return false;
        }
    }

    private static bool WideMultiple(MethodWriter w, uint first, uint second, out bool isBranch)
    {
        isBranch = false;
        uint kind = first >> 7 & 3;
        bool isLoad = (first & 0x10) != 0, writesBack = (first & 0x20) != 0;
        int rn = (int)(first & 15);
        bool isUsual = kind is 1 or 2 && rn != MethodWriter.ProgramCounter && (second & 0x2000) == 0 && second != 0 && (isLoad || (second & 0x8000) == 0)
            && (!writesBack || (second >> rn & 1) == 0);
        return isUsual && MultipleTransfers.Write(w, rn, second, isLoad, kind == 2, writesBack, out isBranch);
    }
}
