using System.Buffers.Binary;
using System.Numerics;

namespace McuSim.Measurement;

/// <summary>How a block of code may leave its function, and what it does to the stack pointer (Arm DDI 0403E, A7.7).</summary>
internal sealed class CodeBlock
{
    /// <summary>First address.</summary>
    public uint Address { get; }

    /// <summary>Bytes.</summary>
    public int Size { get; }

    /// <summary>Address behind it.</summary>
    public uint End { get; }

    /// <summary>Instructions.</summary>
    public int Instructions { get; private set; }

    /// <summary>Whether it ends with BL, or BLX to a register.</summary>
    public bool EndsWithCall { get; private set; }

    /// <summary>Whether it ends with an instruction that can return: BX, or a load or move into the PC.</summary>
    public bool EndsWithReturn { get; private set; }

    /// <summary>Whether its first access is that of a PUSH, so that the access's address is the stack pointer.</summary>
    public bool BeginsWithPush { get; private set; }

    /// <summary>Bytes by which it lowers the stack pointer otherwise: SUB SP, VPUSH.</summary>
    public uint Lowers { get; private set; }

    /// <summary>The function it lies in, or null where no symbol says.</summary>
    public CalledFunction? Function { get; }

    /// <summary>The block that last ran after it by a branch.</summary>
    public CodeBlock? Taken { get; set; }

    /// <summary>The block that last ran after it without one.</summary>
    public CodeBlock? FallThrough { get; set; }

    /// <summary>Whether a branch at its end may leave the function.</summary>
    public bool MayLeave { get; }

    /// <summary>Reads a block.</summary>
    public CodeBlock(uint address, ReadOnlySpan<byte> code, CalledFunction? function)
    {
        (Address, Size, End, Function) = (address, code.Length, address + (uint)code.Length, function);
        bool accesses = false;
        for (int offset = 0; offset + 2 <= code.Length; Instructions++)
        {
            uint first = BinaryPrimitives.ReadUInt16LittleEndian(code[offset..]);
            bool wide = first >= 0xE800;
            uint second = wide && offset + 4 <= code.Length ? BinaryPrimitives.ReadUInt16LittleEndian(code[(offset + 2)..]) : 0u;
            uint pushed = Pushed(first, second);
            if (pushed > 0 && !accesses) (BeginsWithPush, Lowers) = (true, 0); // where it writes tells where the stack pointer is
            else Lowers += pushed;
            accesses |= wide ? (first & 0xFE00) is 0xE800 or 0xF800 || (first & 0xEE00) == 0xEC00 : IsNarrowAccess(first);
            Lowers += wide ? Lowering(first, second) : (first & 0xFF80) == 0xB080 ? (first & 0x7F) * 4 : 0u;
            offset += wide ? 4 : 2;
            EndsWithCall = wide ? (first & 0xF800) == 0xF000 && (second & 0xD000) == 0xD000 : (first & 0xFF87) == 0x4780;
            EndsWithReturn = wide ? LoadsPc(first, second) : (first & 0xFF87) is 0x4700 or 0x4687 || (first & 0xFF00) == 0xBD00;
        }

        MayLeave = EndsWithCall || EndsWithReturn;
    }

    /// <summary>Bytes that PUSH, STMDB SP! or STR Rt, [SP, #-4]! writes.</summary>
    private static uint Pushed(uint first, uint second) =>
        (first & 0xFE00) == 0xB400 ? 4 * (uint)BitOperations.PopCount(first & 0x1FF)
        : first == 0xE92D ? 4 * (uint)BitOperations.PopCount(second)
        : first == 0xF84D && (second & 0x0FFF) == 0x0D04 ? 4u : 0;

    private static bool IsNarrowAccess(uint first) =>
        first >> 11 is 0b01001 or (>= 0b01010 and <= 0b10011) or 0b11000 or 0b11001 || (first & 0xF600) == 0xB400;

    private static uint Lowering(uint first, uint second)
    {
        if ((first & 0xFBFF) == 0xF2AD && (second & 0x8F00) == 0x0D00)
            return ((first >> 10) & 1) << 11 | ((second >> 12) & 7) << 8 | (second & 0xFF); // SUBW SP, SP, #constant
        if ((first & 0xFBFF) == 0xF1AD && (second & 0x8F00) == 0x0D00)
            return Rotated(((first >> 10) & 1) << 11 | ((second >> 12) & 7) << 8 | (second & 0xFF));
        return (first & 0xFFBF) == 0xED2D ? (second & 0xFF) * 4 : 0u; // VPUSH
    }

    /// <summary>A rotated constant; patterns of bytes, which no frame's size is, give 0.</summary>
    private static uint Rotated(uint constant)
    {
        int rotation = (int)(constant >> 7);
        return rotation < 8 ? (constant < 256 ? constant : 0) : uint.RotateRight(0x80 | (constant & 0x7F), rotation);
    }

    private static bool LoadsPc(uint first, uint second) =>
        ((first & 0xFFD0) is 0xE890 or 0xE910 && (second & 0x8000) != 0) || ((first & 0xFF70) == 0xF850 && second >> 12 == 15);
}
