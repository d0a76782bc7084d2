using System.Collections.Immutable;
using McuSim.Common.Yaml;
using McuSim.Datasets.Images;

namespace McuSim.Datasets.Preprocessing;

/// <summary>Reads the part "image" of a recipe.</summary>
internal static class ImageSection
{
    private const int MaxSide = 16_384;
    private const double MaxValue = 1e6;

    public static ImageRecipe Read(Section root)
    {
        Section image = root.Child(
            "image", "resize", "short_side", "central_fraction", "interpolation", "upright", "order", "range", "mean", "deviation");
        Resizing resizing = image.Has("resize")
            ? image.Choice("resize", ("none", Resizing.None), ("stretch", Resizing.Stretch), ("short-side", Resizing.ShortSide)) : Resizing.None;
        if (image.Has("short_side") != (resizing == Resizing.ShortSide))
            throw image.Bad("resize", "and short_side belong together: resize: short-side needs short_side, and nothing else has it");
        (int side, int over) = resizing == Resizing.ShortSide ? ShortSide(image) : (0, 0);
        double fraction = image.Real("central_fraction", 0.01, 1, 1);
        if (fraction < 1 && resizing == Resizing.None)
            throw image.Bad("central_fraction", "needs resize: stretch or short-side");
        return new ImageRecipe
        {
            Resizing = resizing,
            ShortSide = side,
            ShortSideOver = over,
            CentralFraction = fraction,
            Interpolation = image.Has("interpolation") ? Interpolation(image) : default,
            Upright = image.Flag("upright", true),
            BlueFirst = image.Has("order") && image.Choice("order", ("rgb", false), ("bgr", true)),
            Pixels = Pixels(image),
        };
    }

    private static Interpolation Interpolation(Section image) => image.Choice(
        "interpolation", ("area", Images.Interpolation.Area), ("nearest", Images.Interpolation.Nearest), ("bilinear", Images.Interpolation.Bilinear),
        ("bicubic", Images.Interpolation.Bicubic), ("lanczos", Images.Interpolation.Lanczos), ("plain-bilinear", Images.Interpolation.PlainBilinear));

    /// <summary>Pixels (<c>146</c>) or a share of the input's shorter side (<c>256/224</c>).</summary>
    private static (int Side, int Over) ShortSide(Section image)
    {
        string[] parts = image.Text("short_side").Split('/', StringSplitOptions.TrimEntries);
        int? side = Quantity.Whole(parts[0]), over = parts.Length == 2 ? Quantity.Whole(parts[1]) : 0;
        return side is > 0 and <= MaxSide && over is >= 0 and <= MaxSide && parts.Length <= 2 && (parts.Length == 1 || over > 0)
            ? (side.Value, over.Value)
            : throw image.Wrong("short_side", "pixels (146) or a share of the input's shorter side (256/224)");
    }

    /// <summary>Ranges as they stand, or from mean m and deviation d of values 0 to 1: (0 - m) / d to (1 - m) / d.</summary>
    private static ImmutableArray<PixelRange> Pixels(Section image)
    {
        if (image.Has("mean") != image.Has("deviation") || (image.Has("mean") && image.Has("range")))
            throw image.Bad("mean", "and deviation belong together, and take the place of range");
        if (image.Has("range"))
            return Numbers(image, "range") is [var low, var high] && low < high ? [new PixelRange(low, high)] : throw image.Wrong("range", "two numbers, the lower first");
        if (!image.Has("mean"))
            return [];
        double[] means = Numbers(image, "mean"), deviations = Numbers(image, "deviation");
        if (means.Length is not (1 or 3) || deviations.Length != means.Length || deviations.Any(d => d <= 0))
            throw image.Bad("mean", "and deviation must have one number, or one for each of red, green and blue, and deviations above 0");
        return [.. means.Zip(deviations, (m, d) => new PixelRange(-m / d, (1 - m) / d))];
    }

    private static double[] Numbers(Section image, string name) =>
        [.. image.Texts(name).Select(t => Quantity.Real(t) is { } value && Math.Abs(value) <= MaxValue ? value : throw image.Wrong(name, "a list of numbers"))];
}
