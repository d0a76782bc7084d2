using System.IO.Hashing;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Datasets;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>Whole datasets on the emulated core: accuracy and every output byte as TensorFlow Lite Micro's reference kernels have them.</summary>
public class GoldenEvaluationTests
{
    [Fact]
    public void Keyword_spotting_recognises_901_of_1000()
    {
        Toolchain.Require();
        Model model = ModelReader.Read(SharedFolder.Require("models", "kws_ref_int8.tflite"));
        byte[] golden = File.ReadAllBytes(SharedFolder.Require("golden", "kws_ref_int8", "out_speech_commands_mfcc.bin"));
        Dataset dataset = Dataset.Open(
            SharedFolder.Require("data", "speech_commands_mfcc"), new DatasetOptions(new([1, 49, 10, 1], InputType.Int8)) { Classes = 12 });

        AccuracyResult accuracy = Evaluate(model, dataset);

        Assert.Equal(1000, accuracy.Samples);
        Assert.Equal(901, accuracy.Correct);
        Assert.Equal(Crc32.HashToUInt32(golden).ToString("x8"), accuracy.OutputsCrc32);
    }

    [Fact]
    public void Visual_wake_words_outputs_are_the_golden_ones()
    {
        const int Every = 10; // all 500 images take a minute; './mcusim eval' runs them
        Toolchain.Require();
        Model model = ModelReader.Read(SharedFolder.Require("models", "vww_96_int8.tflite"));
        byte[] golden = File.ReadAllBytes(SharedFolder.Require("golden", "vww_96_int8", "out_vww.bin"));
        List<string> order = [.. File.ReadAllLines(SharedFolder.Require("golden", "vww_96_int8", "order_vww.txt"))];
        Dataset dataset = Dataset.Open(
            SharedFolder.Require("data", "vww"), new DatasetOptions(new([1, 96, 96, 3], InputType.Int8)) { Classes = 2, Limit = order.Count / Every });
        Board board = BoardCatalog.Load("stm32f746");
        var input = new byte[96 * 96 * 3];

        using NetworkRunner runner = NetworkRunner.Boot(FirmwareGenerator.Build(model, board, new BuildOptions()), board, RunLimits.None);

        foreach (Sample sample in dataset.Samples)
        {
            sample.ReadInto(input);
            int position = order.FindIndex(name => name.EndsWith(Path.GetFileName(sample.Name), StringComparison.Ordinal));
            Assert.Equal(golden[(2 * position)..(2 * position + 2)], runner.Run([input]).Outputs[0]);
        }
    }

    private static AccuracyResult Evaluate(Model model, Dataset dataset)
    {
        MeasurementRequest request = new(model, BoardCatalog.Load("stm32f746"), new BuildOptions(), RunLimits.None);
        return Assert.IsType<Report>(NetworkEvaluation.Run(request, dataset, new() { Workers = Environment.ProcessorCount })).Accuracy!;
    }
}
