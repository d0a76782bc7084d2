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
        var operands = new BlockOperands(code, blockAddress, registers);
        while (operands.MoveNext())
        {
            if (accessesBefore is { } before && !operands.MayMake(before))
                continue;
            if (operands.Operand.IsWrite != access.IsWrite || !operands.Operand.Touches(access.Address))
                continue;
            if (found is not null)
                return (found.Value, false);
            found = operands.Address;
        }

        return (found ?? blockAddress, found is not null);
    }
}
