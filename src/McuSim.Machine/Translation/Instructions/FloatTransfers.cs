using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>VLDR, VSTR, VLDM, VSTM, and moves of two core registers (DDI 0403E, A6.5 and A6.7).</summary>
internal static class FloatTransfers
{
    private const int Singles = 32;

    internal static bool Write(MethodWriter w, uint first, uint second)
    {
        if ((second & 0x0E00) != 0x0A00)
            return false;
        bool isDouble = (second & 0x100) != 0;
        if ((first & 0xFFE0) == 0xEC40)
            return (second & 0xD0) == 0x10 && Move(w, first, second, isDouble);
        bool isIndexed = (first & 0x100) != 0, isAdded = (first & 0x80) != 0, writesBack = (first & 0x20) != 0, isLoad = (first & 0x10) != 0;
        int rn = (int)(first & 15), high = (int)(first >> 6 & 1), register = isDouble ? 2 * ((high << 4) | (int)(second >> 12)) : (int)(second >> 12 << 1) | high;
        bool isSingle = isIndexed && !writesBack;
        int words = isSingle ? isDouble ? 2 : 1 : (int)(second & 0xFF);
        uint offset = 4 * (second & 0xFF);
        bool isUnusual = register + words > Singles || words == 0 || (isDouble && (words & 1) != 0) || (!isSingle && isIndexed == isAdded)
            || (rn == MethodWriter.ProgramCounter && (!isSingle || !isLoad));
        if (isUnusual)
            return false;
        if (rn == MethodWriter.ProgramCounter) w.Constant(w.Pc & ~3u);
        else w.Get(rn);
        LocalBuilder start = w.Keep();
        w.Load(start);
        w.Constant(isAdded ? offset : 0u - offset);
        w.Op(OpCodes.Add);
        LocalBuilder moved = w.Keep(), address = isIndexed ? moved : start, host = w.HostOfWords(address, words, !isLoad);
        for (int i = 0; i < words; i++)
        {
            if (!isDouble || (i & 1) == 0) w.Record(isLoad ? ExecutionEventKind.Read : ExecutionEventKind.Write, address, 4 * i, isDouble ? 8 : 4);
            if (isLoad)
            {
                w.LoadFrom(host, address, 4 * i, 4, isSigned: false);
                w.SetSingle(register + i);
            }
            else
            {
                w.GetSingle(register + i);
                w.StoreTo(host, address, 4 * i, 4, w.Keep());
            }
        }

        if (!writesBack)
            return true;
        w.Load(moved);
        w.Set(rn);
        return true;
    }

    private static bool Move(MethodWriter w, uint first, uint second, bool isDouble)
    {
        int low = (int)(second >> 12), high = (int)(first & 15), bit = (int)(second >> 5 & 1);
        int register = isDouble ? 2 * ((bit << 4) | (int)(second & 15)) : (int)((second & 15) << 1) | bit;
        if (register + 2 > Singles || IsUnusual(low) || IsUnusual(high) || ((first & 0x10) != 0 && low == high))
            return false;
        foreach ((int core, int single) in ((int, int)[])[(low, register), (high, register + 1)])
        {
            if ((first & 0x10) != 0)
            {
                w.GetSingle(single);
                w.Set(core);
            }
            else
            {
                w.Get(core);
                w.SetSingle(single);
            }
        }

        return true;
    }

    private static bool IsUnusual(int register) => register is MethodWriter.StackPointer or MethodWriter.ProgramCounter;
}
