using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>What a pooling window keeps.</summary>
public enum PoolKind
{
    /// <summary>The mean, rounded half away from zero, of the elements inside the image.</summary>
    Average,

    /// <summary>The mean, rounded half up, as of a network whose file is uint8 (TensorFlow Lite reference <c>pooling.h</c>).</summary>
    AverageHalfUp,

    /// <summary>The largest of the elements inside the image.</summary>
    Max,
}

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D, int8 (TensorFlow Lite reference <c>integer_ops/pooling.h</c>). Input and output share their quantisation.</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Kind">Average or max.</param>
/// <param name="Input">int8 [N, H, W, C].</param>
/// <param name="Output">int8 [N, OH, OW, C].</param>
/// <param name="Window">Window, stride, padding; dilation is 1.</param>
/// <param name="Clamp">The fused activation.</param>
public sealed record Pool2D(int Index, PoolKind Kind, Tensor Input, Tensor Output, Window Window, Clamp Clamp) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => Kind == PoolKind.Max ? "MAX_POOL_2D" : "AVERAGE_POOL_2D";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);
}
