using System.Collections.Immutable;

namespace McuSim.Datasets;

/// <summary>The element types that an input can be made in.</summary>
public enum InputType
{
    /// <summary>Signed 8-bit, quantised.</summary>
    Int8,

    /// <summary>Unsigned 8-bit, quantised.</summary>
    UInt8,

    /// <summary>32-bit IEEE 754, little-endian.</summary>
    Float32,

    /// <summary>Signed 16-bit, little-endian: the samples that an audio front end on the board takes.</summary>
    Int16,
}

/// <summary>The input tensor that samples are made for.</summary>
/// <param name="Shape">Its dimensions; an image is NHWC, [1, height, width, 1 or 3].</param>
/// <param name="Type">Its element type.</param>
/// <param name="Scale">Real value of one quantisation step; used for values that are not pixels.</param>
/// <param name="ZeroPoint">Quantised value of real 0; used as <paramref name="Scale"/> is.</param>
public sealed record InputFormat(ImmutableArray<int> Shape, InputType Type, double Scale = 1, int ZeroPoint = 0)
{
    /// <summary>Number of elements.</summary>
    public long Elements => Shape.Aggregate(1L, (product, n) => checked(product * n));

    /// <summary>Number of bytes.</summary>
    public long Bytes => Elements * ElementBytes;

    /// <summary>Bytes of one element.</summary>
    internal int ElementBytes => Type switch { InputType.Float32 => 4, InputType.Int16 => 2, _ => 1 };

    /// <summary>The dimensions for messages: <c>1x96x96x3</c>.</summary>
    internal string ShapeText => string.Join('x', Shape);
}
