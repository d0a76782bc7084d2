using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>DEQUANTIZE: int8 to float32; a float64 product rounded to float32 (TensorFlow Lite reference <c>dequantize.h</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">float32, as many elements.</param>
public sealed record Dequantize(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "DEQUANTIZE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>The output of every stored input: entry i is the output of i - 128. 256 entries.</summary>
    public ImmutableArray<float> Table { get; } = [.. Enumerable.Range(-128, 256).Select(q =>
        (float)((double)Input.Scale * (q - Input.ZeroPoint)))];
}
