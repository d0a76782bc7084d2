using McuSim.Machine.Execution;
using McuSim.Machine.Memory;
using McuSim.Machine.Translation.Instructions;

namespace McuSim.Machine.Translation;

/// <summary>Writes the instructions of a block one by one.</summary>
internal static class BlockWriter
{
    private const int Always = 14;
    private const uint Nop = 0xBF00;

    /// <summary>Writes a block; false when one of its instructions is not for translated code.</summary>
    internal static bool Write(MethodWriter writer, TranslatedBlock block)
    {
        writer.BeginBlock(block);
        int ifThen = block.IfThen; // ITSTATE (A7.3.2)
        bool branched = false;
        for (int offset = 0, next; offset < block.Code.Length; offset = next)
        {
            ushort first = ThumbCode.Half(block.Code, offset);
            bool isWide = ThumbCode.IsWide(first);
            next = offset + (isWide ? 4 : 2);
            if (next > block.Code.Length || branched)
                return false;
            uint second = isWide ? ThumbCode.Half(block.Code, offset + 2) : 0u;
            int condition = ifThen == 0 ? Always : ifThen >> 4;
            if (condition > Always || !InstructionSet.Has(writer.Core, first, second))
                return false;
            writer.BeginInstruction(block.Address + (uint)offset, ifThen);
            if (first is > 0xBF00 and < 0xC000)
            {
                if ((first & 0xF) == 0 || ifThen != 0 || InstructionSet.IsBaseline(writer.Core))
                    return false; // YIELD, WFE, WFI, SEV; unpredictable
                ifThen = first & 0xFF;
                if (next == block.Code.Length) writer.Continue(block.Address + block.Size, ifThen);
                continue;
            }

            bool inBlock = ifThen != 0;
            bool Instruction() => first == Nop || (isWide ? Wide.Write(writer, first, second, out branched) : Narrow.Write(writer, first, inBlock, out branched));
            if (!(condition == Always ? Instruction() : writer.WriteConditional(condition, Instruction)))
                return false;
            ifThen = Next(ifThen);
            if (next == block.Code.Length && (!branched || condition != Always)) writer.Continue(block.Address + block.Size, ifThen);
        }

        return branched ? ifThen == 0 : EndsPage(block);
    }

    /// <summary>The engine's blocks end with a branch or with the page; where it ends one for its own reasons, it would end one that begins inside it elsewhere.</summary>
    private static bool EndsPage(TranslatedBlock block) =>
        (block.Address + block.Size) % MemoryMap.PageSize is 0 or MemoryMap.PageSize - 2 || (block.Size == 4 && block.Address % MemoryMap.PageSize == MemoryMap.PageSize - 2);

    private static int Next(int ifThen) => (ifThen & 7) == 0 ? 0 : (ifThen & 0xE0) | ((ifThen << 1) & 0x1F);
}
