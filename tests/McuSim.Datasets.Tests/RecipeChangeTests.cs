using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Images;
using McuSim.Datasets.Preprocessing;
using McuSim.Datasets.Tensors;

namespace McuSim.Tests.Datasets;

/// <summary>Recipes changed field by field, and arrays of NumPy.</summary>
public class RecipeChangeTests
{
    [Fact]
    public void Fields_take_the_place_of_the_recipes()
    {
        Recipe recipe = RecipeCatalog.Load("imagenet-torch", "image.interpolation=bicubic", "image.mean=0.5,0.4,0.3", "image.deviation=0.2,0.2,0.2", "label_offset=1");
        Assert.Equal((Resizing.ShortSide, Interpolation.Bicubic, 1), (recipe.Image.Resizing, recipe.Image.Interpolation, recipe.LabelOffset));
        Assert.Equal(-2, recipe.Image.Pixels[1].Low, 12);
        Assert.Equal(
            ["image.deviation: 0.2, 0.2, 0.2", "image.interpolation: bicubic", "image.mean: 0.5, 0.4, 0.3", "image.resize: short-side", "image.short_side: 256/224", "label_offset: 1"],
            recipe.Settings);
        Assert.Equal(Resizing.Stretch, RecipeCatalog.Load("plain", "image.resize=stretch").Image.Resizing);
        Assert.Empty(RecipeCatalog.Load("plain").Settings);
    }

    [Theory]
    [InlineData("image.resize", "--set image.resize is no field")]
    [InlineData("=1", "is no field")]
    [InlineData("image.resize=zoom", "must be one of none, stretch, short-side, not \"zoom\"")]
    [InlineData("image.rezise=none", "did you mean \"resize\"?")]
    [InlineData("a.b.c=1", "is no field")]
    public void Mistakes_are_said(string change, string expected) =>
        Assert.Contains(expected, Assert.Throws<McuSimException>(() => RecipeCatalog.Load("plain", change)).Message);

    [Fact]
    public void A_file_beside_the_model_is_its_recipe()
    {
        using var folder = new TemporaryFolder();
        folder.Write("net.yaml", "image: {resize: stretch, interpolation: lanczos}");
        Recipe recipe = RecipeCatalog.For(Path.Combine(folder.Path, "net.tflite"), new([1, 8, 8, 3], InputType.Int8), "image.order=bgr");
        Assert.Equal(("net.yaml", Interpolation.Lanczos, true), (recipe.Name, recipe.Image.Interpolation, recipe.Image.BlueFirst));
    }

    [Fact]
    public void Arrays_are_rows_of_their_first_dimension()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("float.npy", Npy("<f4", "(2, 1, 3)", [.. new float[] { 1, 2, 3, 4, 5, 6.5f }.SelectMany(BitConverter.GetBytes)]));
        NpyRows rows = NpyRows.Open(path);
        var row = new float[3];
        rows.Read(1, row);
        Assert.Equal((2, 3), (rows.Count, rows.RowLength));
        Assert.Equal([4, 5, 6.5f], row);

        NpyRows small = NpyRows.Open(folder.Write("int8.npy", Npy("|i1", "(3,)", [0xFF, 2, 3])));
        small.Read(0, row.AsSpan(0, 1));
        Assert.Equal((3, 1, -1f), (small.Count, small.RowLength, row[0]));

        Assert.Contains("does not hold as many", Assert.Throws<BrokenInputException>(() => NpyRows.Open(folder.Write("short.npy", Npy("<f4", "(2, 3)", new byte[20])))).Message);
        Assert.Contains("not a sound NumPy array", Assert.Throws<BrokenInputException>(() => NpyRows.Open(folder.Write("big.npy", Npy(">f4", "(1,)", new byte[4])))).Message);
        Assert.Contains("There is no input file", Assert.Throws<BrokenInputException>(() => NpyRows.Open(Path.Combine(folder.Path, "none.npy"))).Message);
    }

    private static byte[] Npy(string type, string shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header), .. data];
    }
}
