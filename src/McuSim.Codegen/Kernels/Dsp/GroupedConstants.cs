using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>The constants of <c>dsp/conv_2d_grouped.h</c>: every group is a matrix product of its own.</summary>
internal static class GroupedConstants
{
    // Layers are asked for again and again, as a whole and in bands of rows; their weights stay the same.
    private static readonly ConditionalWeakTable<Tensor, ConcurrentDictionary<(Tensor? Bias, int InputZeroPoint, int OutputZeroPoint, Clamp Clamp), MatmulConstants?>> Found = [];

    /// <summary>The groups' constants one after the other, or null where the kernel cannot compute one.</summary>
    public static MatmulConstants? TryCreate(Conv2D op) => op.Groups == 1 ? null : Found.GetOrCreateValue(op.Weights)
        .GetOrAdd((op.Bias, op.Input.ZeroPoint, op.Output.ZeroPoint, op.Clamp), _ => Create(op));

    private static MatmulConstants? Create(Conv2D op)
    {
        ImmutableArray<int>.Builder weights = ImmutableArray.CreateBuilder<int>(), pairs = ImmutableArray.CreateBuilder<int>();
        for (int group = 0; group < op.Groups; group++)
        {
            if (MatmulConstants.TryCreate(Group(op, group)) is not { } constants) return null;
            weights.AddRange(constants.Weights);
            pairs.AddRange(constants.Pairs);
        }

        return new(weights.ToImmutable(), pairs.ToImmutable());
    }

    /// <summary>One window of a group as a pixel, so that values keep the order of the weights.</summary>
    private static Conv2D Group(Conv2D op, int group)
    {
        int outputs = op.Weights.Shape[0] / op.Groups, values = op.Weights.Shape.ElementCount / op.Weights.Shape[0];
        Quantization quantization = op.Weights.Quantization!;
        Tensor weights = op.Weights with
        {
            Shape = Shape.Of(outputs, 1, 1, values),
            Data = op.Weights.Data.Slice(group * outputs * values, outputs * values),
            Quantization = quantization.IsPerChannel
                ? quantization with { Scales = [.. quantization.Scales.Skip(group * outputs).Take(outputs)], ZeroPoints = [.. quantization.ZeroPoints.Skip(group * outputs).Take(outputs)] }
                : quantization,
        };
        return new(
            op.Index, op.Input with { Shape = Shape.Of(1, 1, 1, values) }, weights,
            op.Bias is { } bias ? bias with { Shape = Shape.Of(outputs), Data = bias.Data.Slice(group * outputs * sizeof(int), outputs * sizeof(int)) } : null,
            op.Output with { Shape = Shape.Of(1, 1, 1, outputs) }, new(1, 1, 1, 1, 1, 1, 0, 0), op.Clamp);
    }
}
