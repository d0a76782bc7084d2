using McuSim.Datasets.Images;

namespace McuSim.Tests.Datasets;

/// <summary>Decoders and scaling against Pillow 9.4.0: Golden/images.txt and Golden/scaling.txt hold files that it wrote and pixels that it made.</summary>
public class PillowTests
{
    /// <summary>Names of the files in Golden/images.txt.</summary>
    public static TheoryData<string> Files => [.. Lines("images.txt").Select(l => l[0])];

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_decode_to_the_same_pixels(string name)
    {
        string[] line = Lines("images.txt").First(l => l[0] == name);
        byte[] expected = Convert.FromHexString(line[4]);
        using var folder = new TemporaryFolder();
        string path = folder.Write(name, Convert.FromHexString(line[3]));
        if (name.EndsWith(".jpg", StringComparison.Ordinal)) TestJpeg.Require();

        Picture picture = ImageDecoder.Decode(path, channels: 3, upright: true).WithChannels(3);

        Assert.Equal((int.Parse(line[1]), int.Parse(line[2])), (picture.Width, picture.Height));
        Assert.Equal(expected, picture.Pixels);
    }

    [Theory]
    [InlineData("nearest", Interpolation.Nearest)]
    [InlineData("bilinear", Interpolation.Bilinear)]
    [InlineData("bicubic", Interpolation.Bicubic)]
    [InlineData("lanczos", Interpolation.Lanczos)]
    public void Scaling_makes_the_same_pixels(string filter, Interpolation interpolation)
    {
        string[] image = Lines("scaling.txt").First();
        var picture = new Picture(13, 9, 3, Convert.FromHexString(image[3]));
        foreach (string[] line in Lines("scaling.txt").Where(l => l[0] == filter))
        {
            int width = int.Parse(line[1]), height = int.Parse(line[2]);
            Picture scaled = Scaling.Fit(picture, new ImageRecipe { Resizing = Resizing.Stretch, Interpolation = interpolation }, width, height);
            Assert.Equal(line[3], Convert.ToHexStringLower(scaled.Pixels));
        }
    }

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(SharedFolder.RepositoryRoot, "tests", "McuSim.Datasets.Tests", "Golden", file))
            .Where(l => !l.StartsWith('#')).Select(l => l.Split(' '));
}
