using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>
/// QUANTIZE: float32 to int8 (a float32 division, rounded half away from zero, saturated to int32, then zero point and clamp; NaN counts as 0),
/// or int8 to int8 with other parameters, or between int8 and uint8 (TensorFlow Lite reference <c>quantize.h</c>, <c>requantize.h</c>).
/// </summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">float32, int8 or uint8.</param>
/// <param name="Output">int8 or uint8, as many elements.</param>
public sealed record Quantize(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "QUANTIZE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>Whether the input is not float32.</summary>
    public bool IsRequantization => Input.Type != ElementType.Float32;

    /// <summary>input scale / output scale; meaningful only for a requantisation.</summary>
    public QuantizedMultiplier Multiplier { get; } = RequantizationMultiplier(Input, Output);

    /// <summary>For a requantisation, the stored output of every stored input: entry i is the output of the byte that is i - 128 as an int8. Else empty.</summary>
    public ImmutableArray<sbyte> Table { get; } = Input.Type != ElementType.Float32
        ? Requantization.Table(Input, Output, RequantizationMultiplier(Input, Output), Clamp.None)
        : [];

    private static QuantizedMultiplier RequantizationMultiplier(Tensor input, Tensor output) => input.Type != ElementType.Float32
        ? QuantizedMultiplier.FromReal((double)input.Scale / output.Scale)
        : default;
}
