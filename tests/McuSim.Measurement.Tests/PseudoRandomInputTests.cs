using System.Runtime.InteropServices;

using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

public class PseudoRandomInputTests
{
    [Fact]
    public void Bytes_are_those_of_xorshift32_least_significant_first()
    {
        var builder = new GraphBuilder(seed: 1);
        Tensor input = builder.Input(Shape.Of(1, 5));
        Graph graph = builder.Build(builder.FullyConnected(input, 1));

        // Marsaglia's shifts by hand: 1 ^ 1<<13 = 0x2001; >>17 = 0; ^ <<5: 0x2001 ^ 0x40020 = 0x42021. The next word starts from there.
        Assert.Equal([0x21, 0x20, 0x04, 0x00, 0x01], PseudoRandomInput.For(graph)[0]);
    }

    [Fact]
    public void Float_inputs_lie_on_the_grid_of_the_quantisation_that_reads_them()
    {
        var builder = new GraphBuilder(seed: 1);
        Tensor input = builder.FloatInput(Shape.Of(1, 4));
        Tensor quantized = builder.Quantize(input, Quantization.PerTensor(0.5f, -1));
        Graph graph = builder.Build(builder.FullyConnected(quantized, 1));

        float[] values = MemoryMarshal.Cast<byte, float>(PseudoRandomInput.For(graph)[0].AsSpan()).ToArray();

        Assert.Equal([(0x21 + 1) * 0.5f, (0x20 + 1) * 0.5f, (0x04 + 1) * 0.5f, 0.5f], values);
    }

    [Fact]
    public void They_are_the_golden_inputs()
    {
        byte[] golden = File.ReadAllBytes(SharedFolder.Require("golden", "kws_ref_int8", "in_prng8.bin"));
        Model model = ModelReader.Read(SharedFolder.Require("models", "kws_ref_int8.tflite"));
        for (uint k = 0; k < 8; k++) Assert.Equal(golden[(int)(k * 490)..(int)((k + 1) * 490)], PseudoRandomInput.For(model.Graph, seed: k + 1)[0]);
    }
}
