using System.Runtime.InteropServices;
using System.Text;
using McuSim.Common;
using McuSim.Datasets;

namespace McuSim.Tests.Datasets.Layouts;

/// <summary>Files with an input in each row: arrays of NumPy and tables of numbers.</summary>
public class RowsTests
{
    private static readonly InputFormat Two = new([1, 2], InputType.Int8, 0.5, -1);

    [Fact]
    public void Rows_of_an_array_are_labelled_by_the_array_beside_it()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("X_test.npy", Npy("<f4", "(3, 2)", MemoryMarshal.AsBytes<float>([0, 1, 2, -3, 10, 200]).ToArray()));
        folder.Write("y_test.npy", Npy("<i8", "(3,)", MemoryMarshal.AsBytes<long>([1, 0, 2]).ToArray()));
        Assert.Equal(["X_test.npy#0 1: -1 1", "X_test.npy#1 0: 3 -7", "X_test.npy#2 2: 19 127"], Samples(path, Two));
    }

    [Fact]
    public void Labels_may_be_shares_of_which_the_largest_counts()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("test_x.npy", Npy("|i1", "(2, 2)", [1, 2, 3, 4]));
        folder.Write("test_y.npy", Npy("<f4", "(2, 3)", MemoryMarshal.AsBytes<float>([0, 0, 1, 1, 0, 0]).ToArray()));
        Assert.Equal(["test_x.npy#0 2: 1 2", "test_x.npy#1 0: 3 4"], Samples(path, Two));
    }

    [Fact]
    public void An_array_without_labels_says_how_to_name_them()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("X_val.npy", Npy("|i1", "(2, 2)", [1, 2, 3, 4]));
        McuSimException error = Assert.Throws<McuSimException>(() => Samples(path, Two));
        Assert.EndsWith("X_val.npy has no labels beside it; save them, a number for each row, as y_val.npy or Y_val.npy or X_val_labels.npy.", error.Message, StringComparison.Ordinal);
        folder.Write("y_val.npy", Npy("|u1", "(3,)", [1, 2, 3]));
        Assert.Contains("X_val.npy has 2 rows, but ", Assert.Throws<McuSimException>(() => Samples(path, Two)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b,species\n1,2,setosa\n-3,0.5,virginica\n")]
    [InlineData("species;a;b\nsetosa;1;2\nvirginica;-3;0.5\n")]
    [InlineData("id,a,label,b\n7,1,setosa,2\n8,-3,virginica,0.5\n")]
    [InlineData("\"setosa\"\t1\t2\n\"virginica\"\t-3\t0.5\n")]
    public void Rows_of_a_table_are_numbers_and_a_label(string text)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(["iris.csv#0 0: 1 3", "iris.csv#1 1: -7 0"], Samples(folder.Write("iris.csv", text), Two));
    }

    [Fact]
    public void Whole_numbers_up_to_255_are_pixels_of_an_image()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("mnist.csv", "label,1x1,1x2\n3,0,255\n1,128,2\n");
        Assert.Equal(["mnist.csv#0 3: -128 127", "mnist.csv#1 1: 0 -126"], Samples(path, new InputFormat([1, 1, 2, 1], InputType.Int8, 0.003, -128)));
        Assert.Equal(["mnist.csv#0 3: -1 127", "mnist.csv#1 1: 127 3"], Samples(path, Two));
    }

    [Theory]
    [InlineData("1,2,0\n1,2,3,0\n", "line 2: it has 4 columns instead of 3.")]
    [InlineData("a,b,label\n1,2,0\n1,two,0\n", "line 3: 'two' in column 2 is no number.")]
    [InlineData("1,2,3,0\n", "has 3 numbers in a row, but the input 1x2 takes 2.")]
    public void Tables_that_do_not_fit_are_refused(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.csv", text);
        Assert.Contains(expected, Assert.Throws<McuSimException>(() => Samples(path, Two)).Message, StringComparison.Ordinal);
    }

    private static string[] Samples(string path, InputFormat format) => [.. Dataset.Open(path, new DatasetOptions(format)).Samples.Select(sample =>
    {
        var input = new byte[format.Bytes];
        sample.ReadInto(input);
        return $"{sample.Name} {sample.Label}: {string.Join(' ', input.Select(b => (sbyte)b))}";
    })];

    internal static byte[] Npy(string type, string shape, byte[] elements)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight(53) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. elements];
    }
}
