using McuSim.Common;
using McuSim.Models;
using McuSim.Models.Flatbuffers;

namespace McuSim.Tests.Models;

/// <summary>Operators of which one in the file becomes several of ours, or that take parts of tensors.</summary>
public class SliceReaderTests
{
    private static readonly sbyte[] Numbers = [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23];

    [Fact]
    public void Split_gives_each_output_its_part()
    {
        var file = new TfliteFile();
        (int x, int a, int b) = (file.Int8([1, 3, 4]), file.Int8([1, 3, 2]), file.Int8([1, 3, 2]));
        file.Operator("SPLIT", [file.Int32([], -1), x], [a, b]);
        Assert.Equal([[0, 1, 10, 11, 20, 21], [2, 3, 12, 13, 22, 23]], Run(file, x, a, b));
    }

    [Fact]
    public void Split_v_takes_parts_of_different_sizes()
    {
        var file = new TfliteFile();
        (int x, int a, int b) = (file.Int8([1, 3, 4]), file.Int8([1, 1, 4]), file.Int8([1, 2, 4]));
        file.Operator("SPLIT_V", [x, file.Int32([2], 1, 2), file.Int32([1], 1)], [a, b]);
        Assert.Equal([[0, 1, 2, 3], [10, 11, 12, 13, 20, 21, 22, 23]], Run(file, x, a, b));
    }

    [Fact]
    public void Unpack_leaves_the_dimension_out()
    {
        var file = new TfliteFile();
        int x = file.Int8([1, 3, 4]);
        int[] parts = [file.Int8([1, 4]), file.Int8([1, 4]), file.Int8([1, 4])];
        file.Operator("UNPACK", [x], parts, new FlatTableNode().Int32(0, 3).Int32(1, 1));
        Assert.Equal([[0, 1, 2, 3], [10, 11, 12, 13], [20, 21, 22, 23]], Run(file, x, parts));
    }

    [Fact]
    public void Pack_joins_along_a_new_dimension()
    {
        var file = new TfliteFile();
        (int x, int a, int b, int y) = (file.Int8([1, 3, 4]), file.Int8([3, 2]), file.Int8([3, 2]), file.Int8([3, 2, 2]));
        int whole = file.Int8([3, 4]);
        file.Operator("RESHAPE", [x], [whole]).Operator("SPLIT", [file.Int32([], 1), whole], [a, b]).Operator("PACK", [a, b], [y], new FlatTableNode().Int32(0, 2).Int32(1, -1));
        Assert.Equal([[0, 2, 1, 3, 10, 12, 11, 13, 20, 22, 21, 23]], Run(file, x, y));
    }

    [Fact]
    public void Slice_takes_the_rest_where_its_size_is_minus_1()
    {
        var file = new TfliteFile();
        (int x, int y) = (file.Int8([1, 3, 4]), file.Int8([1, 2, 2]));
        file.Operator("SLICE", [x, file.Int32([3], 0, 1, 1), file.Int32([3], 1, -1, 2)], [y]);
        Assert.Equal([[11, 12, 21, 22]], Run(file, x, y));
    }

    [Fact]
    public void Strided_slice_goes_backwards_and_drops_dimensions()
    {
        var file = new TfliteFile();
        (int x, int y) = (file.Int8([1, 3, 4]), file.Int8([1, 2]));
        file.Operator(
            "STRIDED_SLICE", [x, file.Int32([3], 0, -1, -1), file.Int32([3], 1, 0, 0), file.Int32([3], 1, 1, -2)], [y],
            new FlatTableNode().Int32(1, 4).Int32(4, 2));
        Assert.Equal([[23, 21]], Run(file, x, y));
    }

    [Theory]
    [InlineData(1, new[] { 1, 4 }, new sbyte[] { 20, 21, 22, 23 })]
    [InlineData(-1, new[] { 1, 3 }, new sbyte[] { 3, 13, 23 })]
    public void Reduce_max_keeps_the_largest(int axis, int[] shape, sbyte[] expected)
    {
        var file = new TfliteFile();
        (int x, int y) = (file.Int8([1, 3, 4]), file.Int8(shape));
        file.Operator("REDUCE_MAX", [x, file.Int32([1], axis)], [y]);
        Assert.Equal([expected], Run(file, x, y));
    }

    [Fact]
    public void A_split_that_does_not_fit_is_refused()
    {
        var file = new TfliteFile();
        (int x, int a, int b) = (file.Int8([1, 3, 4]), file.Int8([1, 3, 2]), file.Int8([1, 3, 3]));
        file.Operator("SPLIT", [file.Int32([], 2), x], [a, b]);
        McuSimException error = Assert.Throws<McuSimException>(() => file.Read([x], [a, b]));
        Assert.Contains("operator 0 (SPLIT, version 1): its output has the shape 1x3x3", error.Message, StringComparison.Ordinal);
    }

    private static sbyte[][] Run(TfliteFile file, int input, params int[] outputs)
    {
        Graph graph = file.Read([input], outputs);
        var interpreter = new Interpreter(graph);
        interpreter.SetInput(0, [.. Numbers.Select(number => (byte)number)]);
        interpreter.Run();
        return [.. graph.Outputs.Select(output => interpreter.Value(output).ToArray().Select(value => (sbyte)value).ToArray())];
    }
}
