using System.Buffers.Binary;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Faults;

/// <summary>Looks at the program's fault handlers.</summary>
internal static class FaultHandler
{
    private const int HalfwordsLookedAt = 8;
    private const ushort BranchToItself = 0xE7FE;

    /// <summary>Whether a handler does something: it does not begin with a loop that never ends, or a breakpoint, before it calls anything.</summary>
    /// <param name="vectors">The vector table's address.</param>
    /// <param name="exception">The exception's number.</param>
    /// <param name="memory">The board's memory.</param>
    internal static bool DoesSomething(uint vectors, int exception, MemoryMap memory)
    {
        Span<byte> word = stackalloc byte[4], code = stackalloc byte[2 * HalfwordsLookedAt];
        if (!memory.TryRead(vectors + (4 * (uint)exception), word) || !memory.TryRead(BinaryPrimitives.ReadUInt32LittleEndian(word) & ~1u, code))
            return false;
        for (int i = 0; i < HalfwordsLookedAt; i++)
        {
            ushort halfword = BinaryPrimitives.ReadUInt16LittleEndian(code[(2 * i)..]);
            if (halfword == BranchToItself || halfword >> 8 == 0xBE)
                return false;
            if ((halfword & 0xF800) == 0xF000 || (halfword & 0xFF87) == 0x4780) // BL, BLX and other wide branches, BLX register
                return true;
        }

        return true;
    }
}
