namespace McuSim.Machine.Translation.Instructions;

/// <summary>REV, REV16, RBIT, REVSH (0 to 3).</summary>
internal static class Reversals
{
    internal static bool Write(MethodWriter w, int kind, int rd, int rm)
    {
        w.Get(rm);
        w.Call(kind switch { 0 => nameof(Operations.Reverse), 1 => nameof(Operations.ReverseHalves), 2 => nameof(Operations.ReverseBits), _ => nameof(Operations.ReverseSignedHalf) });
        w.Set(rd);
        return true;
    }
}
