namespace McuSim.Models;

/// <summary>The range that a fused activation leaves of an int8 output. No activation is -128 to 127.</summary>
/// <param name="Min">Smallest stored value.</param>
/// <param name="Max">Largest stored value.</param>
public readonly record struct Clamp(int Min, int Max)
{
    /// <summary>The whole int8 range.</summary>
    public static Clamp None => new(-128, 127);
}
