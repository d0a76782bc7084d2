using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>LDRD, STRD, TBB and TBH (A5.3.6). Exclusive accesses are the engine's.</summary>
internal static class DualTransfers
{
    internal static bool Write(MethodWriter w, uint first, uint second, out bool isBranch)
    {
        isBranch = false;
        int rn = (int)(first & 15);
        if ((first & 0xFFF0) == 0xE8D0 && (second & 0xFFE0) == 0xF000)
            return Table(w, rn, (int)(second & 15), (second & 0x10) != 0, out isBranch);
        bool isIndexed = (first & 0x100) != 0, writesBack = (first & 0x20) != 0, isLoad = (first & 0x10) != 0;
        int low = (int)(second >> 12), high = (int)(second >> 8 & 15);
        bool isUnusual = low >= MethodWriter.StackPointer && low != MethodWriter.LinkRegister || high >= MethodWriter.StackPointer && high != MethodWriter.LinkRegister
            || (writesBack && (rn == low || rn == high)) || (rn == MethodWriter.ProgramCounter && (writesBack || !isLoad)) || (isLoad && low == high);
        if ((!isIndexed && !writesBack) || isUnusual)
            return false;
        uint offset = 4 * (second & 0xFF);
        if ((first & 0x80) == 0) offset = 0u - offset;
        if (rn == MethodWriter.ProgramCounter) w.Constant(w.Pc & ~3u);
        else w.Get(rn);
        LocalBuilder start = w.Keep();
        w.Load(start);
        w.Constant(offset);
        w.Op(OpCodes.Add);
        LocalBuilder moved = w.Keep(), address = isIndexed ? moved : start;
        LocalBuilder host = w.HostOfWords(address, 2, !isLoad);
        foreach ((int register, int at) in ((int, int)[])[(low, 0), (high, 4)])
        {
            w.Record(isLoad ? ExecutionEventKind.Read : ExecutionEventKind.Write, address, at, 4);
            if (isLoad)
            {
                w.LoadFrom(host, address, at, 4, isSigned: false);
                w.Set(register);
            }
            else
            {
                w.StoreTo(host, address, at, 4, w.Copy(register));
            }
        }

        if (!writesBack)
            return true;
        w.Load(moved);
        w.Set(rn);
        return true;
    }

    private static bool Table(MethodWriter w, int rn, int rm, bool isHalf, out bool isBranch)
    {
        isBranch = true;
        if (rm is MethodWriter.StackPointer or MethodWriter.ProgramCounter)
            return false;
        w.Get(rn);
        w.Get(rm);
        if (isHalf)
        {
            w.Constant(1);
            w.Op(OpCodes.Shl);
        }

        w.Op(OpCodes.Add);
        w.LoadMemory(w.Keep(), isHalf ? 2 : 1, isSigned: false);
        w.Constant(1);
        w.Op(OpCodes.Shl);
        w.Constant(w.Pc);
        w.Op(OpCodes.Add);
        w.BranchTo(w.Keep());
        return true;
    }
}
