using System.Numerics;
using McuSim.Machine.Execution;

namespace McuSim.Machine.Faults;

/// <summary>
/// Goes through the loads and stores of a block. <see cref="LeastBefore"/> and <see cref="MostBefore"/> bound the accesses that the
/// instructions before the current one make: those inside an IT block may make none.
/// </summary>
internal ref struct BlockOperands(ReadOnlySpan<byte> code, uint blockAddress, ReadOnlySpan<uint> registers)
{
    private readonly ReadOnlySpan<byte> code = code;
    private readonly ReadOnlySpan<uint> registers = registers;
    private int offset;
    private int predicated;
    private int leastAfter;
    private int mostAfter;

    /// <summary>The instruction's address.</summary>
    internal uint Address { get; private set; }

    /// <summary>What it touches.</summary>
    internal MemoryOperand Operand { get; private set; }

    /// <summary>Fewest accesses before it.</summary>
    internal int LeastBefore { get; private set; }

    /// <summary>Most accesses before it.</summary>
    internal int MostBefore { get; private set; }

    /// <summary>Whether the access with this number (from 0) can be the instruction's.</summary>
    internal readonly bool MayMake(int access) => access >= LeastBefore && access < MostBefore + Operand.MostAccesses;

    /// <summary>Goes to the next load or store.</summary>
    internal bool MoveNext()
    {
        while (offset + 1 < code.Length)
        {
            ushort first = ThumbCode.Half(code, offset);
            Address = blockAddress + (uint)offset;
            MemoryOperand? operand = MemoryOperand.Decode(code[offset..], Address, registers);
            offset += ThumbCode.IsWide(first) ? 4 : 2;
            if ((first & 0xFF00) == 0xBF00 && (first & 0xF) != 0)
            {
                predicated = 4 - BitOperations.TrailingZeroCount(first); // IT: up to four instructions follow it
                continue;
            }

            bool isPredicated = predicated-- > 0;
            if (operand is not { } memory)
                continue;
            Operand = memory;
            LeastBefore = leastAfter;
            MostBefore = mostAfter;
            leastAfter += isPredicated ? 0 : memory.LeastAccesses;
            mostAfter += memory.MostAccesses;
            return true;
        }

        return false;
    }
}
