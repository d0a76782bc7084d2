using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>Generated firmware on the emulated core gives the bytes that TensorFlow Lite Micro's reference kernels give.</summary>
public class GoldenOnBoardTests
{
    private const int Inputs = 8;

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        string[] boards = ["stm32f412", "stm32f439", "stm32f746", "stm32f765", "stm32h743", "nucleo-l4r5zi"];
        string[] models = ["ad01_int8", "ic_resnet_int8", "imagenet_mobilenetv1_0.25_128_int8", "kws_ref_int8", "mcunet-vww0", "vww_96_int8"];
        foreach (string model in models)
        {
            foreach (string board in boards) cases.Add(model, board);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_equal_the_golden_ones(string name, string boardName)
    {
        Toolchain.Require();
        Model model = ModelReader.Read(SharedFolder.Require("models", name + ".tflite"));
        byte[] inputs = File.ReadAllBytes(SharedFolder.Require("golden", name, "in_prng8.bin"));
        byte[] outputs = File.ReadAllBytes(SharedFolder.Require("golden", name, "out_prng8.bin"));
        Board board = BoardCatalog.Load(boardName);

        using NetworkRunner runner = NetworkRunner.Boot(FirmwareGenerator.Build(model, board, new BuildOptions()), board, RunLimits.None);

        int inputBytes = inputs.Length / Inputs, outputBytes = outputs.Length / Inputs;
        for (int k = 0; k < Inputs; k++)
        {
            Inference inference = runner.Run([inputs[(k * inputBytes)..((k + 1) * inputBytes)]]);
            Assert.True(
                outputs.AsSpan(k * outputBytes, outputBytes).SequenceEqual(inference.Outputs[0]),
                string.Create(CultureInfo.InvariantCulture, $"{name} on {boardName}: the output for input {k} differs."));
        }
    }

    [Fact]
    public void A_network_too_large_for_the_board_is_an_answer()
    {
        Toolchain.Require();
        Model model = ModelReader.Read(SharedFolder.Require("models", "imagenet_mcunetv2_224_int8.tflite"));

        BoardOutcome outcome = NetworkMeasurement.Run(new(model, BoardCatalog.Load("stm32f746"), new BuildOptions(), RunLimits.None));

        Misfit misfit = Assert.IsType<Misfit>(outcome);
        Assert.True(misfit.OverflowBytes > 0);
        Assert.NotEmpty(misfit.Buffers);
    }
}
