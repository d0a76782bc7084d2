using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>RESIZE_BILINEAR of an int8 image in 10-bit fixed point (TensorFlow Lite reference <c>resize_bilinear.h</c>, <c>ResizeBilinearInteger</c>).</summary>
/// <param name="Index">The operator's number in the model file.</param>
/// <param name="Input">int8 [N, H, W, C].</param>
/// <param name="Output">int8 [N, OH, OW, C].</param>
/// <param name="AlignCorners">The corner pixels of both images coincide.</param>
/// <param name="HalfPixelCenters">Pixel centres lie at half coordinates.</param>
public sealed record ResizeBilinear(int Index, Tensor Input, Tensor Output, bool AlignCorners, bool HalfPixelCenters) : Operator(Index, Output)
{
    /// <inheritdoc/>
    public override string Name => "RESIZE_BILINEAR";

    /// <inheritdoc/>
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>For each output row: the two input rows and 1024 times the way from the first to the second.</summary>
    public ImmutableArray<(int Lower, int Upper, int Fraction)> Rows { get; } = Between(Input.Shape[1], Output.Shape[1], AlignCorners, HalfPixelCenters);

    /// <summary>For each output column: the two input columns and 1024 times the way from the first to the second.</summary>
    public ImmutableArray<(int Lower, int Upper, int Fraction)> Columns { get; } = Between(Input.Shape[2], Output.Shape[2], AlignCorners, HalfPixelCenters);

    private static ImmutableArray<(int Lower, int Upper, int Fraction)> Between(int inputSize, int outputSize, bool alignCorners, bool halfPixelCenters)
    {
        (int from, int to) = alignCorners && outputSize > 1 ? (inputSize - 1, outputSize - 1) : (inputSize, outputSize);
        int scale = ((1024 * from) + (to / 2)) / to;
        var between = ImmutableArray.CreateBuilder<(int, int, int)>(outputSize);
        for (int position = 0; position < outputSize; position++)
        {
            int scaled = (position * scale) + (halfPixelCenters ? (scale / 2) - 512 : 0);
            int lower = Math.Min(Math.Max(scaled / 1024, 0), inputSize - 1);
            between.Add((lower, Math.Min((scaled + 1023) / 1024, inputSize - 1), scaled - (1024 * lower)));
        }

        return between.MoveToImmutable();
    }
}
