using McuSim.Common;
using McuSim.Models;
using McuSim.Models.Flatbuffers;

namespace McuSim.Tests.Models;

/// <summary>What is refused, and in which words.</summary>
public class ModelReaderTests
{
    [Fact]
    public void The_name_is_the_files_name_and_the_hash_its_bytes()
    {
        string path = Path.Combine(Path.GetTempPath(), $"net.{Guid.NewGuid():N}.tflite");
        byte[] bytes = ModelWriter.Write(BuiltInModels.KeywordSpotting.Graph);
        File.WriteAllBytes(path, bytes);
        try
        {
            Model model = ModelReader.Read(path);
            Assert.Equal(Path.GetFileName(path)[..^7], model.Name);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), model.Sha256);
            Assert.True(model.HasTrainedWeights);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains("no/such.tflite: the file cannot be read", Assert.Throws<McuSimException>(() => ModelReader.Read("no/such.tflite")).Message);

    [Fact]
    public void A_folder_is_no_file() => Assert.Throws<McuSimException>(() => ModelReader.Read(Path.GetTempPath()));

    [Fact]
    public void Other_files_are_refused() =>
        AssertError("test: this is not a .tflite file (its identifier TFL3 is missing): give a TensorFlow Lite model.", "hello, world"u8.ToArray());

    [Fact]
    public void Huge_files_are_refused_unread() =>
        Assert.StartsWith("big: the file has 67108865 bytes", Assert.Throws<McuSimException>(() => ModelReader.Read("big", new byte[ModelReader.LargestFile + 1])).Message);

    [Fact]
    public void Another_schema_version_is_refused()
    {
        var file = new TfliteFile();
        int x = file.Int8([1]);
        AssertError("test: the file has schema version 4, but version 3 is needed: export the model again.", file.Write([x], [x], version: 4));
    }

    [Fact]
    public void An_unsupported_operator_is_named_with_index_version_and_remedy()
    {
        var file = new TfliteFile();
        int x = file.Int8([1, 4]);
        int y = file.Int8([1, 4]);
        int z = file.Int8([1, 4]);
        file.Operator("RELU", [x], [y]).Operator("ROUND", [y], [z], version: 7);
        AssertError("test: operator 1 (ROUND, version 7): it is not supported; use only CONV_2D, DEPTHWISE_CONV_2D, ", file.Write([x], [z]));
    }

    [Theory]
    [InlineData("LOG_SOFTMAX", "end the network with SOFTMAX, or with what goes into it: the largest output is the same.")]
    [InlineData("ARG_MAX", "leave it out of the network and look for the largest output in the application.")]
    [InlineData("WHILE", "it is part of a loop, as Keras' LSTM and GRU have: give the model a fixed batch size and the layer unroll=True.")]
    public void Operators_that_are_met_often_have_a_remedy_of_their_own(string name, string remedy)
    {
        var file = new TfliteFile();
        int x = file.Int8([1, 4]);
        int y = file.Int8([1, 4]);
        file.Operator(name, [x], [y]);
        AssertError($"test: operator 0 ({name}, version 1): it is not supported; {remedy}", file.Write([x], [y]));
    }

    [Theory]
    [InlineData(0, 0, "the network computes with float32, ")]
    [InlineData(0, 9, "the network computes with float32 and only its weights are int8 (dynamic-range quantisation), ")]
    [InlineData(0, 1, "the network computes with float32 and its weights are float16, ")]
    [InlineData(7, 9, "the network computes with int16 (16x8 quantisation), ")]
    public void A_model_of_other_numbers_is_told_how_to_quantise(int type, int weights, string problem)
    {
        var file = new TfliteFile();
        int x = file.Tensor(type, [1, 4], null);
        int w = file.Tensor(weights, [2, 4], new byte[32]);
        int y = file.Tensor(type, [1, 2], null);
        file.Operator("GELU", [x, w, -1], [y]); // whether the operator is known does not matter
        AssertError(
            $"test: {problem}but only int8 networks are supported: convert it again with a representative dataset and TFLITE_BUILTINS_INT8, as docs/quantising.md shows.",
            file.Write([x], [y]));
    }

    [Fact]
    public void Uint8_without_a_scale_is_told_to_quantise()
    {
        var file = new TfliteFile();
        int x = file.Tensor(3, [1, 4], null);
        int y = file.Tensor(3, [1, 4], null, [1], [0]);
        file.Operator("RELU", [x], [y]);
        AssertError("test: operator 0 (RELU, version 1): it works on uint8 ('t0'), but only int8 is supported; quantise the model to full int8", file.Write([x], [y]));
    }

    [Theory]
    [InlineData(7, "int16")]
    [InlineData(1, "float16")]
    [InlineData(99, "type 99")]
    public void Other_element_types_are_told_to_quantise(int type, string name)
    {
        var file = new TfliteFile();
        int x = file.Tensor(type, [1, 4], null, [1], [0]);
        int y = file.Int8([1, 4]);
        file.Operator("QUANTIZE", [x], [y]);
        AssertError($"test: tensor 0 ('t0') has elements of type {name}, but only int8 networks", file.Write([x], [y]));
    }

    [Theory]
    [InlineData(new[] { 1, 0 }, "every dimension must be at least 1")]
    [InlineData(new[] { 1, -1 }, "every dimension must be at least 1")]
    [InlineData(new[] { 65536, 65536 }, "more than 67108864 elements")]
    [InlineData(new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1 }, "9 dimensions")]
    public void Impossible_shapes_are_refused(int[] shape, string problem)
    {
        var file = new TfliteFile();
        int x = file.Int8(shape);
        int y = file.Int8(shape);
        file.Operator("RELU", [x], [y]);
        AssertError(problem, file.Write([x], [y]));
    }

    [Theory]
    [InlineData(0f, 0L, "scale 0")]
    [InlineData(-1f, 0L, "scale -1")]
    [InlineData(float.NaN, 0L, "scale NaN")]
    [InlineData(float.PositiveInfinity, 0L, "scale Infinity")]
    [InlineData(1f, 128L, "zero point 128")]
    [InlineData(1f, -129L, "zero point -129")]
    [InlineData(1f, long.MaxValue, "zero point 9223372036854775807")]
    public void Impossible_quantisation_is_refused(float scale, long zeroPoint, string problem)
    {
        var file = new TfliteFile();
        int x = file.Tensor(9, [4], null, [scale], [zeroPoint]);
        int y = file.Int8([4]);
        file.Operator("RELU", [x], [y]);
        AssertError(problem, file.Write([x], [y]));
    }

    [Fact]
    public void A_constant_of_the_wrong_size_is_refused()
    {
        var file = new TfliteFile();
        int x = file.Int8([4]);
        int c = file.Tensor(9, [4], new byte[3], [1], [0]);
        int y = file.Int8([4]);
        file.Operator("ADD", [x, c], [y]);
        AssertError("tensor 1 ('t1') of shape 4 needs 4 bytes, but its constant has 3", file.Write([x], [y]));
    }

    [Fact]
    public void Cycles_and_second_producers_are_refused()
    {
        var file = new TfliteFile();
        int x = file.Int8([4]);
        int y = file.Int8([4]);
        int z = file.Int8([4]);
        AssertError("operator 0 (ADD, version 1): it reads tensor 2 ('t2') before that is computed", file.Operator("ADD", [x, z], [y]).Operator("RELU", [y], [z]).Write([x], [z]));
        file = new TfliteFile();
        (x, y) = (file.Int8([4]), file.Int8([4]));
        AssertError("operator 1 (RELU6, version 1): it computes tensor 1 ('t1'), which has a value already", file.Operator("RELU", [x], [y]).Operator("RELU6", [x], [y]).Write([x], [y]));
        file = new TfliteFile();
        (x, y) = (file.Int8([4]), file.Int8([4]));
        AssertError("operator 0 (RELU, version 1): it computes tensor 0", file.Operator("RELU", [x], [x]).Write([x], [y]));
        file = new TfliteFile();
        x = file.Int8([4]);
        AssertError("output tensor 0 ('t0') does not depend on any operator", file.Write([x], [x]));
    }

    [Theory]
    [InlineData(4, "TANH")]
    [InlineData(5, "SIGN_BIT")]
    [InlineData(200, "200")]
    public void Other_fused_activations_are_refused(int activation, string name)
    {
        var file = new TfliteFile();
        int x = file.Int8([4]);
        int y = file.Int8([4]);
        file.Operator("ADD", [x, x], [y], new FlatTableNode().Byte(0, activation));
        AssertError($"its fused activation {name} is not supported; use NONE, RELU, RELU6 or RELU_N1_TO_1", file.Write([x], [y]));
    }

    [Fact]
    public void Unused_operators_are_dropped()
    {
        var file = new TfliteFile();
        int x = file.Int8([4]);
        int y = file.Int8([4]);
        int unused = file.Int8([4]);
        Graph graph = file.Operator("RELU", [x], [unused]).Operator("RELU6", [x], [y], oldCode: true).Read([x], [y]);
        Assert.Equal("RELU6", Assert.Single(graph.Operators).Name);
        Assert.Equal(1, graph.Operators[0].Index);
    }

    [Fact]
    public void An_operator_on_constants_is_run_while_reading()
    {
        var file = new TfliteFile();
        int x = file.Int8([2]);
        int a = file.Tensor(0, [2], [0, 0, 128, 63, 0, 0, 0, 192]); // 1, -2
        int b = file.Int8([2], 0.5f);
        int y = file.Int8([2]);
        Graph graph = file.Operator("QUANTIZE", [a], [b]).Operator("ADD", [x, b], [y]).Read([x], [y]);
        Elementwise add = Assert.IsType<Elementwise>(Assert.Single(graph.Operators));
        Assert.Equal([2, 252], add.Right.Data.ToArray());
    }

    [Fact]
    public void Many_references_to_the_same_bytes_are_refused()
    {
        // Each tensor may say that its 60,000 scales lie in the same place; kept apart they would take gigabytes.
        float[] scales = [.. Enumerable.Repeat(1f, 60_000)];
        var shared = FlatVectorNode.Of(scales);
        var zeroPoints = FlatVectorNode.Of(new long[] { 0 });
        var tensors = new List<FlatNode>();
        var operators = new List<FlatNode>();
        var buffers = new FlatTablesNode([new FlatTableNode(), new FlatTableNode().Node(0, new FlatVectorNode(60_000, new byte[60_000], 16))]);
        var quantization = new FlatTableNode().Node(2, shared).Node(3, zeroPoints);
        for (int i = 0; i < 2000; i++)
            tensors.Add(new FlatTableNode().Node(0, FlatVectorNode.Of([60_000])).Byte(1, 9).Int32(2, i % 2).Node(4, quantization));
        for (int i = 1; i < 2000; i++)
            operators.Add(new FlatTableNode().Node(1, FlatVectorNode.Of([i])).Node(2, FlatVectorNode.Of([i - 1])));
        var graph = new FlatTableNode().Node(0, new FlatTablesNode(tensors)).Node(1, FlatVectorNode.Of([0])).Node(2, FlatVectorNode.Of([1])).Node(3, new FlatTablesNode(operators));
        byte[] file = FlatNode.WriteFile(
            new FlatTableNode().Int32(0, 3).Node(1, new FlatTablesNode([new FlatTableNode().Int32(3, 22)])).Node(2, new FlatTablesNode([graph])).Node(4, buffers), "TFL3");
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<McuSimException>(() => ModelReader.Read("test", file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32 << 20);
    }

    private static void AssertError(string part, byte[] file)
    {
        McuSimException e = Assert.Throws<McuSimException>(() => ModelReader.Read("test", file));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.Contains(part, e.Message);
    }
}
