using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>Affine quantisation: real = scale * (stored - zero point), per tensor or per channel.</summary>
/// <param name="Scales">One scale, or one per index of <paramref name="Axis"/>.</param>
/// <param name="ZeroPoints">As many as there are scales.</param>
/// <param name="Axis">The quantised dimension; meaningful only when there is more than one scale.</param>
public sealed record Quantization(ImmutableArray<float> Scales, ImmutableArray<int> ZeroPoints, int Axis)
{
    /// <summary>Per-tensor quantisation.</summary>
    public static Quantization PerTensor(float scale, int zeroPoint) => new([scale], [zeroPoint], 0);

    /// <summary>Whether every index of <see cref="Axis"/> has a scale of its own.</summary>
    public bool IsPerChannel => Scales.Length > 1;

    /// <summary>The first (or only) scale.</summary>
    public float Scale => Scales[0];

    /// <summary>The first (or only) zero point.</summary>
    public int ZeroPoint => ZeroPoints[0];
}
