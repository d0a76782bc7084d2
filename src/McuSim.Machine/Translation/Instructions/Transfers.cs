using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>Loads and stores of one register (A5.3.7 to A5.3.10).</summary>
internal static class Transfers
{
    internal static bool Write(MethodWriter w, uint first, uint second, out bool isBranch)
    {
        isBranch = false;
        int rn = (int)(first & 15), rt = (int)(second >> 12);
        bool isLoad = (first & 0x10) != 0, isSigned = (first & 0x100) != 0;
        int size = (int)(first >> 5 & 3) switch { 0 => 1, 1 => 2, 2 => 4, _ => 0 };
        if (size == 0 || (isSigned && (!isLoad || size == 4)))
            return false;
        bool isHint = isLoad && rt == MethodWriter.ProgramCounter && size < 4; // PLD, PLI
        if (rn == MethodWriter.ProgramCounter)
        {
            if (!isLoad)
                return false;
            w.Constant((w.Pc & ~3u) + ((first & 0x80) != 0 ? second & 0xFFF : 0u - (second & 0xFFF)));
            LocalBuilder literal = w.Keep();
            return isHint || Finish(w, rt, literal, size, isSigned, isLoad, null, null, out isBranch);
        }

        LocalBuilder address;
        LocalBuilder? after = null;
        if ((first & 0x80) != 0)
        {
            w.Get(rn);
            w.Constant(second & 0xFFF);
            w.Op(OpCodes.Add);
            address = w.Keep();
        }
        else if ((second & 0x800) != 0)
        {
            bool isIndexed = (second & 0x400) != 0, isAdded = (second & 0x200) != 0, writesBack = (second & 0x100) != 0;
            if ((isIndexed && isAdded && !writesBack) || (!isIndexed && !writesBack) || (writesBack && rn == rt)) // LDRT; undefined; unpredictable
                return false;
            LocalBuilder start = w.Copy(rn);
            w.Load(start);
            w.Constant(isAdded ? second & 0xFF : 0u - (second & 0xFF));
            w.Op(OpCodes.Add);
            LocalBuilder moved = w.Keep();
            address = isIndexed ? moved : start;
            if (writesBack) after = moved;
        }
        else
        {
            if ((second & 0x7C0) != 0 || (int)(second & 15) is MethodWriter.StackPointer or MethodWriter.ProgramCounter)
                return false;
            w.Get(rn);
            w.Get((int)(second & 15));
            w.Constant(second >> 4 & 3);
            w.Op(OpCodes.Shl);
            w.Op(OpCodes.Add);
            address = w.Keep();
        }

        return isHint ? after is null : Finish(w, rt, address, size, isSigned, isLoad, after, rn, out isBranch);
    }

    /// <summary>A load or store without write-back, of a register that is not PC.</summary>
    internal static bool Single(MethodWriter w, int rt, LocalBuilder address, int size, bool isSigned, bool isLoad) =>
        Finish(w, rt, address, size, isSigned, isLoad, null, null, out _);

    private static bool Finish(MethodWriter w, int rt, LocalBuilder address, int size, bool isSigned, bool isLoad, LocalBuilder? after, int? rn, out bool isBranch)
    {
        isBranch = isLoad && rt == MethodWriter.ProgramCounter;
        if (!isLoad)
        {
            if (rt == MethodWriter.ProgramCounter)
                return false;
            w.StoreMemory(address, size, w.Copy(rt));
        }
        else if (isBranch)
        {
            LocalBuilder host = w.HostOfWords(address, 1, isWrite: false);
            w.LoadFrom(host, address, 0, 4, isSigned: false);
            LocalBuilder target = w.Keep();
            w.CheckTarget(target);
            w.Record(ExecutionEventKind.Read, address, 0, 4);
            WriteBack();
            w.BranchTo(target);
            return true;
        }
        else
        {
            w.LoadMemory(address, size, isSigned);
            w.Set(rt);
        }

        WriteBack();
        return true;

        void WriteBack()
        {
            if (after is null)
                return;
            w.Load(after);
            w.Set(rn!.Value);
        }
    }
}
