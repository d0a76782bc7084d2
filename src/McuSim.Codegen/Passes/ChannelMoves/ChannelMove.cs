using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A channel of an image.</summary>
internal readonly record struct ImageChannel(Tensor Image, int Channel);

/// <summary>Operators that only move whole channels of images: CONCATENATION and STRIDED_SLICE of channels, and TRANSPOSE as a channel shuffle.</summary>
internal static class ChannelMove
{
    /// <summary>Per channel of the output the channel that it is a copy of, or null for another kind of operator.</summary>
    public static ImmutableArray<ImageChannel>? Of(Operator op) => op switch
    {
        Concatenation c when c.Axis == 3 && c.Inputs.All(t => !t.IsConstant && IsImage(t)) =>
            [.. c.Inputs.SelectMany(t => Enumerable.Range(0, t.Shape[3]).Select(i => new ImageChannel(t, i)))],
        Slice s when IsImage(s.Input) && IsImage(s.Output) && s.Starts is [0, 0, 0, _] && s.Steps is [1, 1, 1, _]
            && s.Sizes.Take(3).SequenceEqual(s.Input.Shape.Dimensions.Take(3)) =>
            [.. Enumerable.Range(0, s.Sizes[3]).Select(i => new ImageChannel(s.Input, s.Starts[3] + (i * s.Steps[3])))],
        Transpose { Permutation: [0, 1, 2, 4, 3] } t =>
            [.. Enumerable.Range(0, t.Output.Shape[3] * t.Output.Shape[4])
                .Select(i => new ImageChannel(t.Input, (i % t.Output.Shape[4] * t.Output.Shape[3]) + (i / t.Output.Shape[4])))],
        _ => null,
    };

    /// <summary>Channels of a pixel of an image, or of an image whose channels are split in two dimensions.</summary>
    public static int Channels(Tensor tensor) => tensor.Shape.Rank == 5 ? tensor.Shape[3] * tensor.Shape[4] : tensor.Shape[-1];

    private static bool IsImage(Tensor tensor) => tensor.Shape.Rank == 4;
}
