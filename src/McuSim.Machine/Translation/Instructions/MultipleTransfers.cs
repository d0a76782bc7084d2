using System.Numerics;
using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>LDM, STM, PUSH, POP (A5.3.5): ascending addresses, lowest register first.</summary>
internal static class MultipleTransfers
{
    internal static bool Write(MethodWriter w, int rn, uint list, bool isLoad, bool isDecrement, bool writesBack, out bool isBranch)
    {
        isBranch = isLoad && (list >> MethodWriter.ProgramCounter & 1) != 0;
        int count = BitOperations.PopCount(list);
        w.Get(rn);
        if (isDecrement)
        {
            w.Constant((uint)(4 * count));
            w.Op(OpCodes.Sub);
        }

        LocalBuilder address = w.Keep(), host = w.HostOfWords(address, count, !isLoad);
        LocalBuilder? target = null;
        if (isBranch)
        {
            w.LoadFrom(host, address, (4 * count) - 4, 4, isSigned: false);
            target = w.Keep();
            w.CheckTarget(target);
        }

        int at = 0;
        for (int register = 0; register < 16; register++)
        {
            if ((list >> register & 1) == 0)
                continue;
            w.Record(isLoad ? ExecutionEventKind.Read : ExecutionEventKind.Write, address, at, 4);
            if (!isLoad)
            {
                w.StoreTo(host, address, at, 4, w.Register(register));
            }
            else if (register != MethodWriter.ProgramCounter)
            {
                w.LoadFrom(host, address, at, 4, isSigned: false);
                w.Set(register);
            }

            at += 4;
        }

        if (writesBack)
        {
            w.Load(address);
            if (!isDecrement)
            {
                w.Constant((uint)(4 * count));
                w.Op(OpCodes.Add);
            }

            w.Set(rn);
        }

        if (target is not null) w.BranchTo(target);
        return true;
    }
}
