using System.Collections.Immutable;

namespace McuSim.Datasets.Images;

/// <summary>How an image comes to the input's size.</summary>
public enum Resizing
{
    /// <summary>Not at all: an image of another size is an error.</summary>
    None,

    /// <summary>The whole image is scaled to the input's width and height.</summary>
    Stretch,

    /// <summary>The shorter side is scaled to a given length, and the input's size is cut from the middle.</summary>
    ShortSide,
}

/// <summary>The weights with which pixels are scaled.</summary>
public enum Interpolation
{
    /// <summary>The mean over the area that a new pixel covers (OpenCV INTER_AREA, TensorFlow "area").</summary>
    Area,

    /// <summary>The nearest pixel.</summary>
    Nearest,

    /// <summary>Triangles, widened when scaling down (Pillow and torchvision "bilinear").</summary>
    Bilinear,

    /// <summary>Cubic with a = -0.5, widened when scaling down (Pillow and torchvision "bicubic").</summary>
    Bicubic,

    /// <summary>Lanczos of three lobes, widened when scaling down (Pillow "lanczos").</summary>
    Lanczos,

    /// <summary>Between the two nearest pixels each way, never widened (tf.image.resize "bilinear" without antialiasing, OpenCV INTER_LINEAR).</summary>
    PlainBilinear,
}

/// <summary>The real values of the darkest and the brightest value of a channel: p stands for Low + p / 255 x (High - Low).</summary>
/// <param name="Low">Real value of 0.</param>
/// <param name="High">Real value of 255.</param>
public readonly record struct PixelRange(double Low, double High);

/// <summary>From an image to a network's input; docs/datasets.md has the formulas.</summary>
public sealed record ImageRecipe
{
    /// <summary>How the image comes to the input's size.</summary>
    public Resizing Resizing { get; init; }

    /// <summary>The length of the shorter side for <see cref="Resizing.ShortSide"/>: pixels, or with <see cref="ShortSideOver"/> a share of the input's.</summary>
    public int ShortSide { get; init; }

    /// <summary>0 for pixels, else the denominator: the shorter side is the input's x <see cref="ShortSide"/> / this, rounded.</summary>
    public int ShortSideOver { get; init; }

    /// <summary>The share of both sides, from the middle, that is used at all: 0.875 in TensorFlow's ImageNet evaluation.</summary>
    public double CentralFraction { get; init; } = 1;

    /// <summary>The weights.</summary>
    public Interpolation Interpolation { get; init; }

    /// <summary>Whether a camera's note on how it was held (EXIF) is followed.</summary>
    public bool Upright { get; init; } = true;

    /// <summary>Whether the network takes blue, green, red.</summary>
    public bool BlueFirst { get; init; }

    /// <summary>
    /// The real values that the network was trained on: one range for all channels or one each. Empty for the usual case, where the quantised range
    /// is the range of pixels, so a pixel p (0 to 255) becomes p - 128 as int8, p as uint8, p / 255 as a float.
    /// </summary>
    public ImmutableArray<PixelRange> Pixels { get; init; } = [];
}
