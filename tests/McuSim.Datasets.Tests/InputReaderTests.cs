using System.Runtime.InteropServices;
using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Images;
using McuSim.Datasets.Preprocessing;

namespace McuSim.Tests.Datasets;

public class InputReaderTests
{
    /// <summary>Quality 100 keeps a plain colour to within one step of 255.</summary>
    private const int Tolerance = 1;

    private static (byte, byte, byte) Orange(int x, int y) => (250, 128, 3);

    [Fact]
    public void An_int8_image_is_the_pixel_less_128()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("orange.jpg", TestJpeg.Encode(16, 8, Orange));
        byte[] input = Read(path, new InputFormat([1, 8, 16, 3], InputType.Int8, 1 / 255.0, -128));
        Assert.Equal(8 * 16 * 3, input.Length);
        for (int i = 0; i < input.Length; i++)
            Assert.InRange((sbyte)input[i], new[] { 122, 0, -125 }[i % 3] - Tolerance, new[] { 122, 0, -125 }[i % 3] + Tolerance);
    }

    [Fact]
    public void Other_element_types_follow_the_pixel_too()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("orange.JPEG", TestJpeg.Encode(8, 8, Orange));
        Assert.InRange(Read(path, new InputFormat([1, 8, 8, 3], InputType.UInt8))[0], 250 - Tolerance, 250 + Tolerance);
        byte[] floats = Read(path, new InputFormat([1, 8, 8, 3], InputType.Float32));
        Assert.InRange(MemoryMarshal.Cast<byte, float>(floats)[1], (128 - Tolerance) / 255f, (128 + Tolerance) / 255f);
    }

    [Fact]
    public void A_pixel_range_is_quantised_with_scale_and_zero_point()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("white.jpg", TestJpeg.Encode(8, 8, (_, _) => (255, 255, 255)));
        var format = new InputFormat([1, 8, 8, 3], InputType.Int8, 0.02, 10);
        Recipe range = new("range") { Image = new ImageRecipe { Pixels = [new PixelRange(-1, 1)] } };
        Assert.Equal((sbyte)60, (sbyte)Read(path, format, range)[0]);
        Assert.Equal((sbyte)127, (sbyte)Read(path, format with { Scale = 0.001 }, range)[0]);
        path = folder.Write("black.jpg", TestJpeg.Encode(8, 8, (_, _) => (0, 0, 0)));
        Assert.Equal((sbyte)-40, (sbyte)Read(path, format, range)[0]);
    }

    [Fact]
    public void One_channel_takes_the_luminance()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("orange.jpg", TestJpeg.Encode(8, 8, Orange));
        // ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B = 150.2.
        Assert.InRange(Read(path, new InputFormat([1, 8, 8, 1], InputType.UInt8))[0], 149, 151);
    }

    [Fact]
    public void Rows_run_from_the_top_and_pixels_from_the_left()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("quarters.jpg", TestJpeg.Encode(16, 16, (x, y) => y < 8 ? x < 8 ? ((byte)255, (byte)0, (byte)0) : ((byte)0, (byte)255, (byte)0) : ((byte)0, (byte)0, (byte)255)));
        byte[] input = Read(path, new InputFormat([1, 16, 16, 3], InputType.UInt8));
        Assert.True(input[0] > 250 && input[1] < 5 && input[2] < 5, "red, top left");
        Assert.True(input[45] < 5 && input[46] > 250 && input[47] < 5, "green, top right");
        Assert.True(input[^3] < 5 && input[^2] < 5 && input[^1] > 250, "blue, bottom right");
    }

    [Fact]
    public void An_image_of_another_size_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.jpg", TestJpeg.Encode(8, 16, Orange));
        Assert.Contains("is 8 x 16 pixels, but the input takes 16 x 8", Message(path, [1, 8, 16, 3]), StringComparison.Ordinal);
        Assert.Contains("images need 1 x height x width x 1 or 3", Message(path, [1, 490]), StringComparison.Ordinal);
        Assert.Contains("images need 1 x height x width x 1 or 3", Message(path, [1, 16, 8, 4]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_image_is_an_error_and_never_a_crash()
    {
        using var folder = new TemporaryFolder();
        byte[] sound = TestJpeg.Encode(32, 32, (x, y) => ((byte)(x * 8), (byte)(y * 8), (byte)(x ^ y)));
        var format = new InputFormat([1, 32, 32, 3], InputType.Int8);
        for (int length = 0; length < sound.Length - 2; length += 7)
            Assert.Throws<BrokenInputException>(() => Read(folder.Write("cut.jpg", sound[..length]), format));

        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. sound];
            for (int k = random.Next(1, 4); k > 0; k--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string path = folder.Write("damaged.jpg", damaged);
            try
            {
                Read(path, format);
            }
            catch (BrokenInputException e)
            {
                Assert.Contains("damaged.jpg", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 1, 1999);
    }

    [Fact]
    public void What_cannot_be_an_input_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no input file", Message(Path.Combine(folder.Path, "none.bin"), [1, 4]), StringComparison.Ordinal);
        Assert.Contains("must be a raw tensor (.bin, .npy), an image", Message(folder.Write("a.gif", 1), [1, 4]), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Message(folder.Path + ".bin", [0]), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Message(folder.Write("a.bin", 1), [int.MaxValue, int.MaxValue, int.MaxValue, 9]), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder.Path, "folder.bin"));
        Assert.Contains("cannot be read", Message(Path.Combine(folder.Path, "folder.bin"), [1, 4]), StringComparison.Ordinal);
    }

    private static byte[] Read(string path, InputFormat input, Recipe? recipe = null) => new InputReader(input, recipe ?? RecipeCatalog.Plain).Read(path);

    private static string Message(string path, int[] shape)
    {
        McuSimException e = Assert.ThrowsAny<McuSimException>(() => Read(path, new InputFormat([.. shape], InputType.Int8)));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        return e.Message;
    }
}
