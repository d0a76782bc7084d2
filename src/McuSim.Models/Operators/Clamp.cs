namespace McuSim.Models;

/// <summary>The range that a fused activation leaves of an int8 output. No activation is -128 to 127.</summary>
/// <param name="Min">Smallest stored value.</param>
/// <param name="Max">Largest stored value.</param>
public readonly record struct Clamp(int Min, int Max)
{
    /// <summary>The whole int8 range.</summary>
    public static Clamp None => new(-128, 127);

    /// <summary>The range of an activation (TensorFlow Lite <c>CalculateActivationRangeQuantized</c>).</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="output">The output's quantisation.</param>
    public static Clamp Of(Activation activation, Quantization output) => activation switch
    {
        Activation.Relu => new(Math.Max(-128, Stored(0, output)), 127),
        Activation.Relu6 => new(Math.Max(-128, Stored(0, output)), Math.Min(127, Stored(6, output))),
        Activation.ReluN1To1 => new(Math.Max(-128, Stored(-1, output)), Math.Min(127, Stored(1, output))),
        _ => None,
    };

    private static int Stored(float real, Quantization output)
    {
        float steps = MathF.Round(real / output.Scale, MidpointRounding.AwayFromZero);
        return (int)Math.Clamp((double)steps, -1e9, 1e9) + output.ZeroPoint;
    }
}
