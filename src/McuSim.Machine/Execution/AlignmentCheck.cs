using McuSim.Machine.Faults;

namespace McuSim.Machine.Execution;

/// <summary>
/// Finds multiple, dual and floating-point transfers at addresses that are no multiple of 4. The engine does them; every Cortex-M faults
/// (DDI 0403E, A3.2.1). Single loads and stores may be unaligned on Armv7-M, and on Armv6-M the engine itself faults.
/// </summary>
internal sealed class AlignmentCheck
{
    private static readonly uint[] NoRegisters = new uint[16];

    private readonly HashSet<(uint Block, int Access, bool IsWrite)> harmless = [];

    /// <summary>The instruction that faults, or null when the access can be an ordinary load's or store's.</summary>
    /// <param name="code">The block's bytes.</param>
    /// <param name="block">Its address.</param>
    /// <param name="number">The access's number within the block, from 0.</param>
    /// <param name="isWrite">Whether it wrote.</param>
    internal uint? FindFault(ReadOnlySpan<byte> code, uint block, int number, bool isWrite)
    {
        if (harmless.Contains((block, number, isWrite)))
            return null;
        uint? strict = null;
        bool ordinary = false;
        var operands = new BlockOperands(code, block, NoRegisters);
        while (operands.MoveNext())
        {
            if (operands.Operand.IsWrite != isWrite || !operands.MayMake(number))
                continue;
            if (operands.Operand.NeedsAlignment) strict ??= operands.Address;
            else ordinary = true;
        }

        if (strict is not null && !ordinary)
            return strict;
        harmless.Add((block, number, isWrite));
        return null;
    }

    /// <summary>Forgets what it knows: code has changed.</summary>
    internal void Forget() => harmless.Clear();
}
