using System.Numerics;
using McuSim.Machine.Execution;
using McuSim.Machine.Memory;
using McuSim.Machine.Translation.Instructions;

namespace McuSim.Machine.Translation;

/// <summary>Writes the instructions of a block one by one.</summary>
internal static class BlockWriter
{
    private const int Always = 14;

    /// <summary>Writes a block; false when one of its instructions is not for translated code.</summary>
    internal static bool Write(MethodWriter writer, TranslatedBlock block)
    {
        writer.BeginBlock(block);
        int state = 0; // ITSTATE (A7.3.2)
        int offset = 0;
        while (offset < block.Code.Length)
        {
            ushort first = ThumbCode.Half(block.Code, offset);
            bool isWide = ThumbCode.IsWide(first);
            if (offset + (isWide ? 4 : 2) > block.Code.Length)
                return false;
            bool isLast = offset + (isWide ? 4 : 2) == block.Code.Length;
            writer.BeginInstruction(block.Address + (uint)offset, state);
            if (!isWide && (first & 0xFF00) == 0xBF00)
            {
                if ((first & 0xF) != 0) (state, offset) = (first & 0xFF, offset + 2);
                else if (first == 0xBF00) (state, offset) = (Next(state), offset + 2);
                else return false;
                continue;
            }

            uint second = isWide ? ThumbCode.Half(block.Code, offset + 2) : 0u;
            int condition = state == 0 ? Always : state >> 4;
            if (condition > Always || !InstructionSet.Has(writer.Core, first, second))
                return false;
            bool isBranch = false, inBlock = state != 0;
            bool Instruction() => isWide ? Wide.Write(writer, first, second, out isBranch) : Narrow.Write(writer, first, inBlock, out isBranch);
            if (!(condition == Always ? Instruction() : writer.WriteConditional(condition, Instruction)) || (isBranch && !isLast))
                return false;
            offset += isWide ? 4 : 2;
            state = Next(state);
            if (isLast && (!isBranch || condition != Always)) // A conditional branch that is written by itself goes to both sides.
                writer.Branch(block.Address + block.Size);
            if (isLast && !isBranch && !EndsPage(block))
                return false;
        }

        return state == 0;
    }

    /// <summary>The engine's blocks end with a branch or with the page; where it ends one for its own reasons, it would end one that begins inside it elsewhere.</summary>
    private static bool EndsPage(TranslatedBlock block) =>
        (block.Address + block.Size) % MemoryMap.PageSize is 0 or MemoryMap.PageSize - 2;

    private static int Next(int state) => BitOperations.TrailingZeroCount(state) >= 3 || state == 0 ? 0 : (state & 0xE0) | ((state << 1) & 0x1F);
}
