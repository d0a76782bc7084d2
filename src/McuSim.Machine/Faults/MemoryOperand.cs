using System.Numerics;
using McuSim.Machine.Execution;

namespace McuSim.Machine.Faults;

/// <summary>The memory that a load or store touches, computed from the registers before it executes.</summary>
/// <param name="Address">Its lowest address.</param>
/// <param name="Bytes">All bytes it touches.</param>
/// <param name="IsWrite">A store.</param>
/// <param name="LeastAccesses">Fewest accesses the engine makes for it.</param>
/// <param name="MostAccesses">Most accesses.</param>
/// <param name="NeedsAlignment">Whether every core faults when the address is no multiple of 4 (DDI 0403E, A3.2.1): multiple and dual transfers, and those of the FPU.</param>
internal readonly record struct MemoryOperand(
    uint Address, uint Bytes, bool IsWrite, int LeastAccesses, int MostAccesses, bool NeedsAlignment)
{
    /// <summary>Whether <paramref name="address"/> is among the bytes.</summary>
    internal bool Touches(uint address) => address - Address < Bytes;

    /// <summary>Decodes an instruction; null when it is no load or store. Encodings: DDI 0403E, A5.2 to A5.3 and A6.</summary>
    /// <param name="code">The instruction's bytes.</param>
    /// <param name="pc">Its address.</param>
    /// <param name="registers">R0 to R15.</param>
    internal static MemoryOperand? Decode(ReadOnlySpan<byte> code, uint pc, ReadOnlySpan<uint> registers)
    {
        if (code.Length < 2)
            return null;
        int first = ThumbCode.Half(code, 0);
        if (!ThumbCode.IsWide((ushort)first))
            return Narrow(first, pc, registers);
        return code.Length < 4 ? null : Wide(first, ThumbCode.Half(code, 2), pc, registers);
    }

    private static MemoryOperand? Narrow(int op, uint pc, ReadOnlySpan<uint> r)
    {
        uint low = r[(op >> 3) & 7];
        uint imm5 = (uint)(op >> 6) & 31, imm8 = (uint)op & 0xFF;
        bool load = (op & 0x0800) != 0;
        switch (op >> 12)
        {
            case 4 when (op & 0xF800) == 0x4800: return Single(Align(pc) + (imm8 * 4), 4, false);
            case 5:
                uint size = ((op >> 9) & 7) switch { 0 or 4 => 4u, 1 or 5 or 7 => 2u, _ => 1u };
                return Single(low + r[(op >> 6) & 7], size, ((op >> 9) & 7) < 3);
            case 6: return Single(low + (imm5 * 4), 4, !load);
            case 7: return Single(low + imm5, 1, !load);
            case 8: return Single(low + (imm5 * 2), 2, !load);
            case 9: return Single(r[13] + (imm8 * 4), 4, !load);
            case 11 when (op & 0x0600) == 0x0400:
                int count = BitOperations.PopCount((uint)op & 0x1FF);
                return Multiple(load ? r[13] : r[13] - (4 * (uint)count), count, !load);
            case 12: return Multiple(r[(op >> 8) & 7], BitOperations.PopCount(imm8), !load);
            default: return null;
        }
    }

    private static MemoryOperand? Wide(int first, int second, uint pc, ReadOnlySpan<uint> r)
    {
        int n = first & 15;
        uint baseAddress = n == 15 ? Align(pc) : r[n];
        bool load = (first & 0x10) != 0, index = (first & 0x100) != 0, up = (first & 0x80) != 0, writeBack = (first & 0x20) != 0;
        uint imm8 = (uint)second & 0xFF;
        if ((first & 0xFE40) == 0xE800)
        {
            int count = BitOperations.PopCount((uint)second);
            return Multiple(up ? r[n] : r[n] - (4 * (uint)count), count, !load);
        }

        if ((first & 0xFE40) == 0xE840)
        {
            if (!index && !writeBack)
                return up ? ExclusiveOrTable(second, r[n], r, load) : Single(r[n] + (imm8 * 4), 4, !load);
            return Multiple(index ? Offset(baseAddress, imm8 * 4, up) : baseAddress, 2, !load);
        }

        if ((first & 0xFE00) == 0xF800)
            return SingleWide(first, second, n, baseAddress, r);
        if ((first & 0xFE00) == 0xEC00 && (second & 0x0E00) == 0x0A00)
        {
            if (index && !writeBack)
                return new(Offset(baseAddress, imm8 * 4, up), (second & 0x100) != 0 ? 8u : 4u, !load, 1, 2, true);
            if (index || up)
                return new(up ? baseAddress : baseAddress - (imm8 * 4), imm8 * 4, !load, (int)imm8 / 2, (int)imm8, true);
        }

        return null;
    }

    private static MemoryOperand? SingleWide(int first, int second, int n, uint baseAddress, ReadOnlySpan<uint> r)
    {
        uint size = 1u << ((first >> 5) & 3);
        bool load = (first & 0x10) != 0;
        if (size == 8 || (load && size < 4 && second >> 12 == 15))
            return null; // unallocated, or a preload hint
        uint imm12 = (uint)second & 0xFFF, imm8 = (uint)second & 0xFF;
        if (n == 15)
            return Single(Offset(baseAddress, imm12, (first & 0x80) != 0), size, !load);
        if ((first & 0x80) != 0)
            return Single(baseAddress + imm12, size, !load);
        if ((second & 0x800) != 0)
            return Single((second & 0x400) != 0 ? Offset(baseAddress, imm8, (second & 0x200) != 0) : baseAddress, size, !load);
        return Single(baseAddress + (r[second & 15] << ((second >> 4) & 3)), size, !load);
    }

    private static MemoryOperand? ExclusiveOrTable(int second, uint baseAddress, ReadOnlySpan<uint> r, bool load) => ((second >> 4) & 15) switch
    {
        0 => Single(baseAddress + r[second & 15], 1, false),
        1 => Single(baseAddress + (r[second & 15] << 1), 2, false),
        4 or 8 or 12 => Single(baseAddress, 1, !load),
        5 or 9 or 13 => Single(baseAddress, 2, !load),
        _ => Single(baseAddress, 4, !load),
    };

    private static MemoryOperand Single(uint address, uint size, bool isWrite) => new(address, size, isWrite, 1, 1, false);

    private static MemoryOperand Multiple(uint address, int words, bool isWrite) =>
        new(address, 4 * (uint)words, isWrite, words, words, true);

    private static uint Offset(uint address, uint offset, bool up) => up ? address + offset : address - offset;

    private static uint Align(uint pc) => (pc + 4) & ~3u;
}
