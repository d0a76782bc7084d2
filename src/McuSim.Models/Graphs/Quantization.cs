using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>Affine quantisation: real = scale * (stored - zero point), per tensor or per channel.</summary>
/// <param name="Scales">One scale, or one per index of <paramref name="Axis"/>.</param>
/// <param name="ZeroPoints">As many as there are scales.</param>
/// <param name="Axis">The quantised dimension; meaningful only when there is more than one scale.</param>
public sealed record Quantization(ImmutableArray<float> Scales, ImmutableArray<int> ZeroPoints, int Axis)
{
    /// <summary>
    /// Whether the file stores the elements as uint8, which are read as int8, 128 less. Networks of uint8 are computed alike but for two roundings:
    /// the factor of a convolution is a float32 product, and the mean of average pooling is rounded half up.
    /// </summary>
    public bool IsFromUInt8 { get; init; }

    /// <summary>Per-tensor quantisation.</summary>
    public static Quantization PerTensor(float scale, int zeroPoint) => new([scale], [zeroPoint], 0);

    /// <summary>Whether every index of <see cref="Axis"/> has a scale of its own.</summary>
    public bool IsPerChannel => Scales.Length > 1;

    /// <summary>The first (or only) scale.</summary>
    public float Scale => Scales[0];

    /// <summary>The first (or only) zero point.</summary>
    public int ZeroPoint => ZeroPoints[0];
}
