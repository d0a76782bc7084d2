using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>MAXIMUM, MINIMUM and PRELU in plain C, with broadcasting.</summary>
internal sealed class PlainBroadcast : Kernel
{
    private const int Rank = 4;

    /// <inheritdoc/>
    public override string Name => "broadcast";

    /// <inheritdoc/>
    public override KernelOffer? Offer(Operator @operator, KernelContext context) =>
        @operator is Extremum or Prelu && @operator.Output.Shape.Rank <= Rank ? new(@operator.Output.ByteCount * 20L) : null;

    /// <inheritdoc/>
    public override KernelCall Call(Operator @operator, KernelContext context)
    {
        (Tensor left, Tensor right) = @operator is Prelu p ? (p.Input, p.Alpha) : (((Extremum)@operator).Left, ((Extremum)@operator).Right);
        ImmutableArray<int> dimensions = Dimensions.Padded(@operator.Output.Shape, Rank);
        KernelCall call = new KernelCall(@operator.Name.ToLowerInvariant(), "broadcast", "plain/broadcast.h")
            .With("left", left).With("right", right)
            .With("output", @operator.Output)
            .With("dimensions", dimensions)
            .With("left_strides", Dimensions.BroadcastStrides(left.Shape, dimensions))
            .With("right_strides", Dimensions.BroadcastStrides(right.Shape, dimensions));
        if (@operator is not Prelu prelu) return call;
        return call
            .With("left_zero_point", left.ZeroPoint).With("right_zero_point", right.ZeroPoint).With("output_zero_point", prelu.Output.ZeroPoint)
            .With("positive_multiplier", prelu.PositiveMultiplier.Multiplier).With("positive_shift", prelu.PositiveMultiplier.Shift)
            .With("negative_multiplier", prelu.NegativeMultiplier.Multiplier).With("negative_shift", prelu.NegativeMultiplier.Shift);
    }
}
