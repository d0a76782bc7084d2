using McuSim.Datasets.Images;

namespace McuSim.Tests.Datasets;

/// <summary>Crops and filters worked out by hand.</summary>
public class ScalingTests
{
    [Fact]
    public void Areas_are_means_over_what_a_new_pixel_covers()
    {
        // 3 columns to 2: the first is 10 and half of 20, weights 2/3 and 1/3.
        Picture scaled = Scaling.Fit(new Picture(3, 1, 1, [10, 20, 60]), Stretch(Interpolation.Area), 2, 1);
        Assert.Equal([13, 47], scaled.Pixels);
        scaled = Scaling.Fit(new Picture(4, 2, 1, [0, 10, 20, 30, 40, 50, 60, 70]), Stretch(Interpolation.Area), 2, 1);
        Assert.Equal([25, 45], scaled.Pixels);
    }

    [Fact]
    public void Plain_bilinear_lies_between_the_two_nearest_pixels()
    {
        // Centres of 4 new pixels over 2 old ones: -0.25, 0.25, 0.75, 1.25.
        Picture scaled = Scaling.Fit(new Picture(2, 1, 1, [0, 100]), Stretch(Interpolation.PlainBilinear), 4, 1);
        Assert.Equal([0, 25, 75, 100], scaled.Pixels);
        // Not widened when scaling down: 6 to 2, centres 1 and 4.
        scaled = Scaling.Fit(new Picture(6, 1, 1, [0, 7, 0, 0, 9, 0]), Stretch(Interpolation.PlainBilinear), 2, 1);
        Assert.Equal([7, 9], scaled.Pixels);
    }

    [Fact]
    public void The_shorter_side_is_scaled_and_the_middle_cut_out()
    {
        // 8 x 4 to a shorter side of 2 is 4 x 2; the middle 2 x 2 are columns 1 and 2, each the mean of 2 x 2 pixels.
        byte[] pixels = [.. Enumerable.Range(0, 32).Select(i => (byte)(10 * (i % 8)))];
        var recipe = new ImageRecipe { Resizing = Resizing.ShortSide, ShortSide = 2, Interpolation = Interpolation.Area };
        Assert.Equal([25, 45, 25, 45], Scaling.Fit(new Picture(8, 4, 1, pixels), recipe, 2, 2).Pixels);
        Assert.Throws<InvalidDataException>(() => Scaling.Fit(new Picture(8, 4, 1, pixels), recipe, 2, 3));
    }

    [Fact]
    public void The_middle_share_of_both_sides_is_used()
    {
        byte[] pixels = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        var recipe = new ImageRecipe { Resizing = Resizing.Stretch, CentralFraction = 0.5, Interpolation = Interpolation.Nearest };
        Assert.Equal([18, 19, 20, 21], Scaling.Fit(new Picture(8, 8, 1, pixels), recipe, 4, 4).Pixels[..4]);
    }

    private static ImageRecipe Stretch(Interpolation interpolation) => new() { Resizing = Resizing.Stretch, Interpolation = interpolation };
}
