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
}

/// <summary>The input tensor that samples are made for.</summary>
/// <param name="Shape">Its dimensions; an image is NHWC, [1, height, width, 1 or 3].</param>
/// <param name="Type">Its element type.</param>
/// <param name="Scale">Real value of one quantisation step; used for images when <see cref="Pixels"/> is given.</param>
/// <param name="ZeroPoint">Quantised value of real 0; used as <paramref name="Scale"/> is.</param>
public sealed record InputFormat(ImmutableArray<int> Shape, InputType Type, double Scale = 1, int ZeroPoint = 0)
{
    /// <summary>
    /// The real values that the network was trained on for the darkest and the brightest pixel, or null for the usual case: the quantised range is
    /// the range of pixels, so a pixel p (0 to 255) becomes p - 128 as int8, p as uint8, p / 255 as a float.
    /// </summary>
    public PixelRange? Pixels { get; init; }

    /// <summary>Number of elements.</summary>
    public long Elements => Shape.Aggregate(1L, (product, n) => checked(product * n));

    /// <summary>Number of bytes.</summary>
    public long Bytes => Elements * (Type == InputType.Float32 ? 4 : 1);

    /// <summary>The dimensions for messages: <c>1x96x96x3</c>.</summary>
    internal string ShapeText => string.Join('x', Shape);
}

/// <summary>The real values that pixels stand for: pixel p is Low + p / 255 * (High - Low).</summary>
/// <param name="Low">Real value of pixel 0.</param>
/// <param name="High">Real value of pixel 255.</param>
public readonly record struct PixelRange(double Low, double High);
