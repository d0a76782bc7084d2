using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using McuSim.Models;

namespace McuSim.Tests.Models;

/// <summary>The interpreter against TensorFlow Lite Micro 90b983c2, reference kernels (../shared/golden).</summary>
public class GoldenTests
{
    public static TheoryData<string> Int8Networks =>
        ["ad01_int8", "ic_resnet_int8", "imagenet_mobilenetv1_0.25_128_int8", "kws_ref_int8", "mcunet-vww0", "vww_96_int8"];

    [Theory]
    [MemberData(nameof(Int8Networks))]
    public void Every_layer_equals_the_golden(string name)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        string folder = SharedFolder.Require("golden", name, "layers");
        using JsonDocument layers = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "layers.json")));
        var interpreter = new Interpreter(model.Graph);
        int compared = 0;
        foreach (JsonElement layer in layers.RootElement.EnumerateArray())
        {
            byte[] expected = File.ReadAllBytes(Path.Combine(folder, layer.GetProperty("file").GetString()!));
            int tensor = layer.GetProperty("tensor").GetInt32();
            if (layer.GetProperty("op").GetInt32() == -1)
            {
                interpreter.Run(expected);
                continue;
            }

            Operator? step = model.Graph.Operators.SingleOrDefault(o => o.Output.Index == tensor);
            if (step is null)
            {
                Assert.Equal("int32", layer.GetProperty("type").GetString()); // folded shape arithmetic
                continue;
            }

            Assert.Equal(layer.GetProperty("opname").GetString(), step.Name);
            Assert.True(interpreter.Value(step.Output).SequenceEqual(expected), $"{name}: {step.Index} {step.Name} differs");
            compared++;
        }

        Assert.Equal(model.Graph.Operators.Length, compared);
    }

    [Theory]
    [MemberData(nameof(Int8Networks))]
    public void Eight_outputs_equal_the_golden(string name)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        byte[] inputs = File.ReadAllBytes(SharedFolder.Require("golden", name, "in_prng8.bin"));
        byte[] outputs = File.ReadAllBytes(SharedFolder.Require("golden", name, "out_prng8.bin"));
        RunAll(model, inputs, outputs, 8);
    }

    [Fact]
    public void All_keywords_equal_the_golden()
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", "kws_ref_int8.tflite"));
        string[] files = Directory.GetFiles(SharedFolder.Require("data", "speech_commands_mfcc"), "*.bin");
        Array.Sort(files, StringComparer.Ordinal);
        byte[] inputs = [.. files.SelectMany(File.ReadAllBytes)];
        RunAll(model, inputs, File.ReadAllBytes(SharedFolder.Require("golden", "kws_ref_int8", "out_speech_commands_mfcc.bin")), 1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void A_network_with_float_borders_equals_the_golden(int k)
    {
        Model model = ModelReader.Read(SharedFolder.Require("models", "imagenet_mcunetv2_224_int8.tflite"));
        byte[] outputs = File.ReadAllBytes(SharedFolder.Require("golden", "imagenet_mcunetv2_224_int8", "out_prng8.bin"));
        Tensor quantized = Assert.IsType<Quantize>(model.Graph.Operators[0]).Output;
        byte[] input = new byte[model.Graph.Inputs[0].ByteCount];
        byte[] random = XorShift((uint)k + 1, input.Length / 4);
        for (int i = 0; i < random.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(input.AsSpan(i * 4), ((sbyte)random[i] - quantized.ZeroPoint) * quantized.Scale);
        int size = model.Graph.Outputs[0].ByteCount;
        Assert.True(new Interpreter(model.Graph).Run(input).SequenceEqual(outputs.AsSpan(k * size, size)));
    }

    private static void RunAll(Model model, byte[] inputs, byte[] outputs, int count)
    {
        var interpreter = new Interpreter(model.Graph);
        int inputSize = model.Graph.Inputs[0].ByteCount;
        int outputSize = model.Graph.Outputs[0].ByteCount;
        Assert.Equal(count * inputSize, inputs.Length);
        Assert.Equal(count * outputSize, outputs.Length);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> actual = interpreter.Run(inputs.AsSpan(i * inputSize, inputSize));
            Assert.True(actual.SequenceEqual(outputs.AsSpan(i * outputSize, outputSize)), string.Create(CultureInfo.InvariantCulture, $"inference {i} differs"));
        }
    }

    private static byte[] XorShift(uint seed, int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i += 4)
        {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i), seed);
        }

        return bytes;
    }
}
