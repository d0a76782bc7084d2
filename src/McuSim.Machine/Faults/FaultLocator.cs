using System.Numerics;
using McuSim.Machine.Execution;

namespace McuSim.Machine.Faults;

/// <summary>
/// Finds the instruction that made a failed access. The engine only tells the block; but the registers are those before the
/// instruction, so it is a load or store whose operand, computed from them, is the failed access.
/// </summary>
internal static class FaultLocator
{
    /// <summary>The first instruction that fits, and whether it is the only one.</summary>
    /// <param name="code">The block's bytes.</param>
    /// <param name="blockAddress">Its address.</param>
    /// <param name="access">The failed access.</param>
    /// <param name="registers">R0 to R15 as the engine left them.</param>
    /// <param name="accessesBefore">Accesses of the block that succeeded, or null when they were not recorded.</param>
    internal static (uint Address, bool IsExact) Find(
        ReadOnlySpan<byte> code, uint blockAddress, FaultAccess access, ReadOnlySpan<uint> registers, int? accessesBefore)
    {
        uint? found = null;
        bool several = false;
        int least = 0, most = 0, predicated = 0;
        for (int offset = 0; offset + 1 < code.Length;)
        {
            ushort first = ThumbCode.Half(code, offset);
            uint address = blockAddress + (uint)offset;
            int length = ThumbCode.IsWide(first) ? 4 : 2;
            MemoryOperand? operand = MemoryOperand.Decode(code[offset..], address, registers);
            offset += length;
            if ((first & 0xFF00) == 0xBF00 && (first & 0xF) != 0)
            {
                predicated = 4 - BitOperations.TrailingZeroCount(first); // IT: up to four instructions follow it
                continue;
            }

            bool isPredicated = predicated-- > 0;
            if (operand is not { } memory)
                continue;
            bool inReach = accessesBefore is not { } before || (before >= least && before < most + memory.MostAccesses);
            if (inReach && memory.IsWrite == access.IsWrite && memory.Touches(access.Address))
            {
                several = found is not null;
                found ??= address;
                if (several)
                    break;
            }

            least += isPredicated ? 0 : memory.LeastAccesses;
            most += memory.MostAccesses;
        }

        return (found ?? blockAddress, found is not null && !several);
    }
}
