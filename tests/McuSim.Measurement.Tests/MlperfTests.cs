using McuSim.Boards;
using McuSim.Common;
using McuSim.Datasets;
using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

/// <summary>The host's side of the MLPerf Tiny protocol against a device program that is compiled here.</summary>
public sealed class MlperfTests : IDisposable
{
    private static readonly RunLimits Limits = new(Instructions: 20_000_000);

    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Latency_is_that_of_one_inference_without_the_printing()
    {
        MlperfReport report = Run(data: null);

        Assert.Equal("dut-[test device]", report.DeviceName);
        // 10,000 loops of load, add, store, compare, branch on a volatile counter: a store and a load of the same word bound each to some cycles.
        Assert.InRange(report.Cycles, 10_000 * 3, 10_000 * 12);
        Assert.Equal(report.Cycles / 16_000.0, report.Milliseconds, 0.002);
        Assert.Null(report.Accuracy);
    }

    [Fact]
    public void A_device_that_marks_time_on_a_pin_is_measured_there()
    {
        MlperfReport report = Run(data: null, "-DENERGY");

        Assert.InRange(report.Cycles, 10_000 * 3, 10_000 * 12);
        Assert.Equal("GPIOG2", report.TimeStampPin);
    }

    [Fact]
    public void Inputs_reach_the_device_and_results_come_back()
    {
        foreach (int label in (int[])[0, 3, 5])
        {
            byte[] input = new byte[490];
            input[0] = (byte)label;
            File.WriteAllBytes(Path.Combine(folder, $"x{label}_{label}.bin"), input);
        }

        AccuracyResult accuracy = Run(Dataset.Open(folder, new DatasetOptions(MlperfBenchmark.Named("kws").Input) { Classes = 12 })).Accuracy!;

        Assert.Equal((3, 2), (accuracy.Samples, accuracy.Correct));
        Assert.Equal(1, accuracy.Confusion[5][0]);
    }

    [Fact]
    public void Firmware_that_never_answers_ends_at_the_limit()
    {
        FirmwareImage image = ImageReader.Read(TestProgram.Bare("endless", folder), at: null);

        var e = Assert.Throws<McuSimException>(() =>
            MlperfMeasurement.Run(MlperfBenchmark.Named("ic"), BoardCatalog.Load("stm32f746"), image, null, new RunLimits(Instructions: 500_000), null));

        Assert.Equal(ExitCode.LimitReached, e.ExitCode);
    }

    private MlperfReport Run(Dataset? data, params string[] options) => MlperfMeasurement.Run(
        MlperfBenchmark.Named("kws"), BoardCatalog.Load("stm32f746"), ImageReader.Read(TestProgram.Bare("mlperf", folder, options), at: null), data, Limits, progress: null);
}
