using System.Buffers.Binary;

namespace McuSim.Machine.Execution;

/// <summary>What can be said of Thumb code without decoding it (Armv7-M Architecture Reference Manual, DDI 0403E, A5.1 to A5.3).</summary>
internal static class ThumbCode
{
    /// <summary>Whether a first halfword belongs to a 32-bit instruction: its top five bits are 0b11101, 0b11110 or 0b11111.</summary>
    internal static bool IsWide(ushort first) => first >= 0xE800;

    /// <summary>Instructions in a block. One that is cut off at the end counts.</summary>
    internal static int Count(ReadOnlySpan<byte> code)
    {
        int count = 0;
        for (int offset = 0; offset + 1 < code.Length; count++)
            offset += IsWide(Half(code, offset)) ? 4 : 2;
        return count;
    }

    /// <summary>Whether the instruction that ends at the end of <paramref name="code"/> is a call (BL, or BLX to a register).</summary>
    internal static bool EndsWithCall(ReadOnlySpan<byte> code)
    {
        if (code.Length >= 4 && (Half(code, code.Length - 4) & 0xF800) == 0xF000 && (Half(code, code.Length - 2) & 0xD000) == 0xD000)
            return true;
        return code.Length >= 2 && (Half(code, code.Length - 2) & 0xFF87) == 0x4780;
    }

    /// <summary>Whether the instruction that ends at the end of <paramref name="code"/> is WFI, 16 or 32 bits wide.</summary>
    internal static bool EndsWithWaitForInterrupt(ReadOnlySpan<byte> code) =>
        (code.Length >= 2 && Half(code, code.Length - 2) == 0xBF30)
        || (code.Length >= 4 && Half(code, code.Length - 4) == 0xF3AF && Half(code, code.Length - 2) == 0x8003);

    /// <summary>Whether the instruction that ends at the end of <paramref name="code"/> is WFE, 16 or 32 bits wide.</summary>
    internal static bool EndsWithWaitForEvent(ReadOnlySpan<byte> code) =>
        (code.Length >= 2 && Half(code, code.Length - 2) == 0xBF20)
        || (code.Length >= 4 && Half(code, code.Length - 4) == 0xF3AF && Half(code, code.Length - 2) == 0x8002);

    /// <summary>Whether a block holds MSR MSPLIM or MSR PSPLIM (DDI 0553, MSR (register): SYSm 10 and 11).</summary>
    internal static bool SetsStackLimit(ReadOnlySpan<byte> code)
    {
        for (int offset = 0; offset + 3 < code.Length; offset += IsWide(Half(code, offset)) ? 4 : 2)
        {
            if ((Half(code, offset) & 0xFFE0) == 0xF380 && (Half(code, offset + 2) & 0xFF7E) == 0x880A)
                return true;
        }

        return false;
    }

    /// <summary>Whether a block holds SEV, 16 or 32 bits wide.</summary>
    internal static bool HasSendEvent(ReadOnlySpan<byte> code)
    {
        for (int offset = 0; offset + 1 < code.Length;)
        {
            ushort first = Half(code, offset);
            if (first == 0xBF40 || (first == 0xF3AF && offset + 3 < code.Length && Half(code, offset + 2) == 0x8004))
                return true;
            offset += IsWide(first) ? 4 : 2;
        }

        return false;
    }

    /// <summary>
    /// Whether the instruction that ends at the end of <paramref name="code"/> is WFE or YIELD, 16 or 32 bits wide. The engine
    /// reports these as if they were invalid; a processor goes on after them.
    /// </summary>
    internal static bool EndsWithWaitOrYield(ReadOnlySpan<byte> code)
    {
        if (code.Length >= 2 && Half(code, code.Length - 2) is 0xBF20 or 0xBF10)
            return true;
        return code.Length >= 4 && Half(code, code.Length - 4) == 0xF3AF && Half(code, code.Length - 2) is 0x8001 or 0x8002;
    }

    internal static ushort Half(ReadOnlySpan<byte> code, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(code[offset..]);
}
