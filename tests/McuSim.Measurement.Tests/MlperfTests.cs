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

    [Fact]
    public void A_device_that_listens_is_measured_in_frames_and_its_detections_are_counted()
    {
        short[] sound = new short[16_000];
        Array.Fill(sound, (short)30_000, 8_000, 1_600);
        using (var wav = new BinaryWriter(File.Create(Path.Combine(folder, "word.wav"))))
        {
            wav.Write("RIFF"u8);
            wav.Write(36 + (2 * sound.Length));
            wav.Write("WAVEfmt "u8);
            wav.Write(16);
            wav.Write([1, 0, 1, 0, 0x80, 0x3E, 0, 0, 0, 0x7D, 0, 0, 2, 0, 16, 0]); // PCM, one channel, 16,000 samples of 16 bits a second
            wav.Write("data"u8);
            wav.Write(2 * sound.Length);
            foreach (short sample in sound) wav.Write(sample);
        }

        File.WriteAllText(Path.Combine(folder, "tests.json"), """[{"wav_file": "word.wav", "length_sec": 1.0, "detection_windows": [[0.45, 0.6]], "sample_rate": 16000}]""");
        File.WriteAllText(Path.Combine(folder, "other.json"), "{}");
        FirmwareImage image = ImageReader.Read(TestProgram.Bare("listens", folder), at: null);
        StreamingReport report = StreamingMeasurement.Run(BoardCatalog.Load("stm32f746"), image, StreamingTest.Read(folder), Limits);

        Assert.Equal(("dut-[listens]", "GPIOG2"), (report.DeviceName, report.ProcessingPin));
        Assert.InRange(report.PeriodMilliseconds, 32, 33.5); // what comes while it processes is lost but for eight words
        Assert.InRange(report.Cycles, 3_000, 30_000);
        Assert.Equal(report.Cycles / 16_000.0, report.Milliseconds, 0.001);
        StreamingResult result = Assert.Single(report.Sounds);
        Assert.Equal((1, 0, 0), (result.Found, result.Missed, result.False));
        Assert.InRange(result.Detections[0], 0.45, 0.5); // the first frame is told when it is over
    }

    [Theory]
    [InlineData("[{\"wav_file\": \"../x.wav\", \"length_sec\": 1, \"detection_windows\": []}]", "is no test file")]
    [InlineData("[{", "is no test file")]
    [InlineData("[]", "has no test whose sound is there too")]
    public void Test_files_that_are_none_are_refused(string json, string message)
    {
        File.WriteAllText(Path.Combine(folder, "tests.json"), json);
        Assert.Contains(message, Assert.Throws<McuSimException>(() => StreamingTest.Read(folder)).Message, StringComparison.Ordinal);
    }

    private MlperfReport Run(Dataset? data, params string[] options) => MlperfMeasurement.Run(
        MlperfBenchmark.Named("kws"), BoardCatalog.Load("stm32f746"), ImageReader.Read(TestProgram.Bare("mlperf", folder, options), at: null), data, Limits, progress: null);
}
