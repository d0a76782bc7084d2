using System.Collections.Immutable;

namespace McuSim.Models;

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
    public override ImmutableArray<Tensor> ActivationInputs => Activations(Input);

    /// <summary>The input row that each output row copies.</summary>
    public ImmutableArray<int> SourceRows { get; } = Sources(Input.Shape[1], Output.Shape[1], AlignCorners, HalfPixelCenters);

    /// <summary>The input column that each output column copies.</summary>
    public ImmutableArray<int> SourceColumns { get; } = Sources(Input.Shape[2], Output.Shape[2], AlignCorners, HalfPixelCenters);

    private static ImmutableArray<int> Sources(int inputSize, int outputSize, bool alignCorners, bool halfPixelCenters)
    {
        float scale = alignCorners && outputSize > 1 ? (inputSize - 1) / (float)(outputSize - 1) : inputSize / (float)outputSize;
        float offset = halfPixelCenters ? 0.5f : 0f;
        var sources = ImmutableArray.CreateBuilder<int>(outputSize);
        for (int position = 0; position < outputSize; position++)
        {
            float source = (position + offset) * scale;
            int nearest = (int)(alignCorners ? MathF.Round(source, MidpointRounding.AwayFromZero) : MathF.Floor(source));
            sources.Add(Math.Max(0, Math.Min(nearest, inputSize - 1)));
        }

        return sources.MoveToImmutable();
    }
}
