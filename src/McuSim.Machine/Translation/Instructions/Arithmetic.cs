using System.Reflection.Emit;

namespace McuSim.Machine.Translation.Instructions;

/// <summary>What several classes share.</summary>
internal static class Arithmetic
{
    /// <summary>Puts a value into a register, and sets N and Z of it.</summary>
    internal static void Result(MethodWriter w, LocalBuilder value, int rd, bool sets)
    {
        if (sets) w.SetNegativeAndZero(value);
        w.Load(value);
        w.Set(rd);
    }

    /// <summary>Takes from the stack 64 bits: a register's value, and above it what <paramref name="flag"/> takes.</summary>
    internal static LocalBuilder Split(MethodWriter w, Action? flag)
    {
        w.Op(OpCodes.Dup);
        w.Op(OpCodes.Conv_U4);
        LocalBuilder value = w.Keep();
        if (flag is null)
        {
            w.Op(OpCodes.Pop);
            return value;
        }

        w.Constant(32);
        w.Op(OpCodes.Shr_Un);
        w.Op(OpCodes.Conv_U4);
        flag();
        return value;
    }
}
