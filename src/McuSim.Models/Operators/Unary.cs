using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>LOGISTIC, int8 to int8, output scale 1/256 and zero point -128.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
public sealed record Logistic(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "LOGISTIC";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}

/// <summary>RELU and RELU6 as operators of their own, int8: a requantisation and a clamp.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Name">RELU or RELU6.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
/// <param name="Clamp">The range left, in stored output values.</param>
public sealed record Relu(int Index, string Name, Tensor Input, Tensor Output, Clamp Clamp) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name { get; } = Name;

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}

/// <summary>SOFTMAX over the last dimension, int8 to int8, output scale 1/256 and zero point -128.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8, as many elements.</param>
/// <param name="Beta">The factor of the exponent.</param>
public sealed record Softmax(int Index, Tensor Input, Tensor Output, float Beta) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "SOFTMAX";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}

/// <summary>QUANTIZE: float32 to int8 (a float32 division, rounded half away from zero), or int8 to int8 with other parameters.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">float32 or int8.</param>
/// <param name="Output">int8, as many elements.</param>
public sealed record Quantize(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "QUANTIZE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}

/// <summary>DEQUANTIZE: int8 to float32.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">float32, as many elements.</param>
public sealed record Dequantize(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "DEQUANTIZE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}
