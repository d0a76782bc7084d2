using McuSim.Models;
using McuSim.Models.Flatbuffers;

namespace McuSim.Tests.Models;

/// <summary>What networks compute about shapes is folded away while reading.</summary>
public class ShapeArithmeticTests
{
    /// <summary>Files with shape arithmetic, for fuzzing.</summary>
    internal static IEnumerable<byte[]> Files => [Flatten(), Everything()];

    [Fact]
    public void Flatten_becomes_one_reshape()
    {
        Graph graph = ModelReader.Read("flatten", Flatten()).Graph;
        Reshape reshape = Assert.IsType<Reshape>(Assert.Single(graph.Operators));
        Assert.Equal(Shape.Of(2, 12), reshape.Output.Shape);
        Assert.Equal(3, reshape.Index);
    }

    [Fact]
    public void Every_folded_operator_gives_the_right_numbers()
    {
        // MEAN takes its axis from the end of a long chain, so a wrong number there gives another output shape and an error.
        Graph graph = ModelReader.Read("everything", Everything()).Graph;
        Mean mean = Assert.IsType<Mean>(Assert.Single(graph.Operators));
        Assert.Equal([1], mean.Axes);
    }

    [Theory]
    [InlineData(1, 3, 1, 0, 0, 0, new[] { 1, 2 })]
    [InlineData(-3, -1, 1, 0, 0, 0, new[] { 1, 2 })]
    [InlineData(3, 0, 1, 1, 1, 0, new[] { 0, 1, 2, 3 })]
    [InlineData(0, 0, -1, 1, 1, 0, new[] { 3, 2, 1, 0 })]
    [InlineData(0, 99, 2, 0, 0, 0, new[] { 0, 2 })]
    [InlineData(9, -9, -3, 0, 0, 0, new[] { 3, 0 })]
    [InlineData(-1, 0, 1, 0, 0, 1, new[] { 3 })]
    public void Slices_follow_their_masks(int begin, int end, int stride, int beginMask, int endMask, int shrinkMask, int[] expected)
    {
        // The slice of 0, 1, 2, 3, twice over, is the padding of a tensor, whose counts can be looked at afterwards.
        int[] twice = [.. expected, .. expected];
        var file = new TfliteFile();
        int x = file.Int8([.. expected.Select(_ => 1)]);
        int sliced = file.Int32(shrinkMask != 0 ? [] : [expected.Length]);
        int counts = file.Int32([twice.Length]);
        int y = file.Int8([.. expected.Select((_, i) => 1 + twice[2 * i] + twice[(2 * i) + 1])]);
        file.Operator(
            "STRIDED_SLICE", [file.Int32([4], 0, 1, 2, 3), file.Int32([1], begin), file.Int32([1], end), file.Int32([1], stride)], [sliced],
            new FlatTableNode().Int32(0, beginMask).Int32(1, endMask).Int32(4, shrinkMask));
        file.Operator("CONCATENATION", [sliced, sliced], [counts]);
        file.Operator("PAD", [x, counts], [y]);
        Pad pad = Assert.IsType<Pad>(Assert.Single(file.Read([x], [y]).Operators));
        Assert.Equal(twice, pad.Before.Zip(pad.After, (before, after) => new[] { before, after }).SelectMany(pair => pair));
    }

    /// <summary>tf.reshape(x, [tf.shape(x)[0], -1]) as the converter writes it.</summary>
    private static byte[] Flatten()
    {
        var file = new TfliteFile();
        int x = file.Int8([2, 3, 4]);
        int shape = file.Int32([3]);
        int batch = file.Int32([]);
        int packed = file.Int32([2]);
        int y = file.Int8([2, 12]);
        file.Operator("SHAPE", [x], [shape]);
        file.Operator(
            "STRIDED_SLICE", [shape, file.Int32([1], 0), file.Int32([1], 1), file.Int32([1], 1)], [batch], new FlatTableNode().Int32(4, 1));
        file.Operator("PACK", [batch, file.Int32([], -1)], [packed], new FlatTableNode().Int32(0, 2));
        file.Operator("RESHAPE", [x, packed], [y]);
        return file.Write([x], [y]);
    }

    private static byte[] Everything()
    {
        var file = new TfliteFile();
        int x = file.Int8([2, 3, 4]);
        int[] t = [.. Enumerable.Range(0, 9).Select(i => file.Int32(i is 0 or 1 or 2 ? [3] : i is 6 ? [2] : []))];
        int y = file.Int8([2, 4]);
        file.Operator("SHAPE", [x], [t[0]]); // 2 3 4
        file.Operator("CAST", [t[0]], [t[1]]);
        file.Operator("MUL", [t[1], file.Int32([], 2)], [t[2]]); // 4 6 8
        file.Operator("GATHER", [t[2], file.Int32([], 1)], [t[3]]); // 6
        file.Operator("SUB", [t[3], file.Int32([], 4)], [t[4]]); // 2
        file.Operator("ADD", [t[4], file.Int32([], 3)], [t[5]]); // 5
        file.Operator("PACK", [t[5], file.Int32([], -1)], [t[6]]); // 5 -1
        file.Operator("REDUCE_PROD", [t[6], file.Int32([1], 0)], [t[7]]); // -5
        file.Operator("ADD", [t[7], file.Int32([], 6)], [t[8]]); // 1
        file.Operator("MEAN", [x, t[8]], [y], new FlatTableNode().Byte(0, 0));
        return file.Write([x], [y]);
    }
}
