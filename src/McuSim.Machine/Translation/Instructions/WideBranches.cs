namespace McuSim.Machine.Translation.Instructions;

/// <summary>32-bit branches, and what shares their space (A5.3.4). Of that, barriers and NOP do nothing here; the rest is the engine's.</summary>
internal static class WideBranches
{
    internal static bool Write(MethodWriter w, uint first, uint second, out bool isBranch)
    {
        isBranch = true;
        uint sign = first >> 10 & 1, j1 = second >> 13 & 1, j2 = second >> 11 & 1;
        if ((second & 0x1000) != 0)
        {
            // B.W (T4) and BL: offset = S:I1:I2:imm10:imm11:0 with I = NOT (J XOR S).
            uint offset = ((0u - sign) << 24) | ((1 ^ j1 ^ sign) << 23) | ((1 ^ j2 ^ sign) << 22) | ((first & 0x3FF) << 12) | ((second & 0x7FF) << 1);
            if ((second & 0x4000) != 0)
            {
                w.Constant((w.Address + 4) | 1);
                w.Set(MethodWriter.LinkRegister);
            }

            w.Branch(w.Pc + offset);
            return true;
        }

        if ((second & 0x4000) != 0)
            return false;
        int condition = (int)(first >> 6 & 15);
        if (condition < 14)
        {
            uint offset = ((0u - sign) << 20) | (j2 << 19) | (j1 << 18) | ((first & 0x3F) << 12) | ((second & 0x7FF) << 1);
            NarrowBranches.Conditional(w, condition, w.Pc + offset, w.Address + 4);
            return true;
        }

        isBranch = false;
        return (first == 0xF3AF && second == 0x8000) || (first == 0xF3BF && (second & 0xFFE0) == 0x8F40); // NOP.W; DSB, DMB
    }
}
