using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>RESHAPE and its kin (SQUEEZE, EXPAND_DIMS): the same bytes under another shape.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">Any type.</param>
/// <param name="Output">The same type, as many elements.</param>
public sealed record Reshape(int Index, Tensor Input, Tensor Output) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "RESHAPE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}

/// <summary>PAD and PADV2 of an int8 tensor of up to four dimensions.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8.</param>
/// <param name="Before">Elements added before, one number per dimension.</param>
/// <param name="After">Elements added after, one number per dimension.</param>
/// <param name="Value">The stored value of the padding (the zero point for PAD).</param>
public sealed record Pad(int Index, Tensor Input, Tensor Output, ImmutableArray<int> Before, ImmutableArray<int> After, sbyte Value)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "PAD";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}

/// <summary>MEAN over some dimensions, int8 (TensorFlow Lite Micro reference <c>reduce</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8, up to four dimensions.</param>
/// <param name="Output">int8.</param>
/// <param name="Axes">The dimensions averaged, ascending, none negative.</param>
public sealed record Mean(int Index, Tensor Input, Tensor Output, ImmutableArray<int> Axes) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "MEAN";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}

/// <summary>CONCATENATION along one dimension, int8; all sides share their quantisation. Some inputs may be constants.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Inputs">int8, at least one.</param>
/// <param name="Output">int8.</param>
/// <param name="Axis">The dimension, not negative.</param>
public sealed record Concatenation(int Index, ImmutableArray<Tensor> Inputs, Tensor Output, int Axis) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "CONCATENATION";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [.. Inputs.Where(t => !t.IsConstant)];
}

/// <summary>TRANSPOSE of an int8 tensor of up to five dimensions.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8.</param>
/// <param name="Output">int8; dimension i is dimension Permutation[i] of the input.</param>
/// <param name="Permutation">One input dimension per output dimension.</param>
public sealed record Transpose(int Index, Tensor Input, Tensor Output, ImmutableArray<int> Permutation) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "TRANSPOSE";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}

/// <summary>RESIZE_NEAREST_NEIGHBOR of an int8 image (TensorFlow Lite reference <c>resize_nearest_neighbor.h</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8 [N, H, W, C].</param>
/// <param name="Output">int8 [N, OH, OW, C].</param>
/// <param name="AlignCorners">The corner pixels of both images coincide.</param>
/// <param name="HalfPixelCenters">Pixel centres lie at half coordinates.</param>
public sealed record ResizeNearestNeighbor(int Index, Tensor Input, Tensor Output, bool AlignCorners, bool HalfPixelCenters)
    : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "RESIZE_NEAREST_NEIGHBOR";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => [Input];
}
