using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>The dimensions of a tensor, outermost first (images: N, H, W, C). A scalar has none.</summary>
/// <param name="Dimensions">Every dimension is at least 1.</param>
public sealed record Shape(ImmutableArray<int> Dimensions)
{
    /// <summary>Creates a shape from its dimensions, outermost first.</summary>
    public static Shape Of(params ReadOnlySpan<int> dimensions) => new([.. dimensions]);

    /// <summary>The number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>Dimension <paramref name="axis"/>; negative axes count from the end.</summary>
    public int this[int axis] => Dimensions[axis < 0 ? axis + Rank : axis];

    /// <summary>The number of elements (1 for a scalar).</summary>
    public int ElementCount => Dimensions.Aggregate(1, (product, dimension) => checked(product * dimension));

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int dimension in Dimensions) hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>The dimensions joined by <c>x</c>, such as <c>1x49x10x1</c>; <c>scalar</c> when there are none.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join('x', Dimensions);
}
