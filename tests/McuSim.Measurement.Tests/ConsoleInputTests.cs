using System.Text;

using McuSim.Boards;
using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

/// <summary>Programs that read their console.</summary>
public sealed class ConsoleInputTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_program_reads_all_of_standard_input()
    {
        string text = string.Concat(Enumerable.Range(0, 500).Select(i => $"line {i}\n"));
        FirmwareReport report = Run(TestProgram.WithLibrary("echo", folder), new MemoryStream(Encoding.ASCII.GetBytes(text)), new RunLimits(5_000_000));

        Assert.Equal($"[{text}]\n", report.Output.Text);
        Assert.Equal(0, report.Ending.ExitCode);
    }

    [Fact]
    public void Waiting_for_input_that_never_comes_ends_at_the_time_limit()
    {
        using var silent = new Silence();
        FirmwareReport report = Run(TestProgram.WithLibrary("echo", folder), silent, new RunLimits(WallTime: TimeSpan.FromSeconds(0.3)));

        Assert.Equal(FirmwareEndingKind.TimeLimit, report.Ending.Kind);
        Assert.Contains("0.3 s", report.Ending.Sentence);
    }

    [Fact]
    public void Waiting_for_input_ends_when_the_user_cancels()
    {
        using var silent = new Silence();
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        FirmwareReport report = Run(TestProgram.WithLibrary("echo", folder), silent, RunLimits.None, cancellation.Token);

        Assert.Equal(FirmwareEndingKind.Cancelled, report.Ending.Kind);
    }

    [Fact]
    public void The_serial_console_receives_standard_input()
    {
        FirmwareReport report = Run(TestProgram.Bare("mlperf", folder), new MemoryStream("name%"u8.ToArray()), new RunLimits(1_000_000));

        Assert.Contains("m-name-dut-[test device]", report.Output.Text);
        Assert.Equal(FirmwareEndingKind.InstructionLimit, report.Ending.Kind);
    }

    private static FirmwareReport Run(string elf, Stream input, RunLimits limits, CancellationToken cancellation = default) =>
        FirmwareMeasurement.Run(
            new FirmwareRequest(ImageReader.Read(elf, at: null), BoardCatalog.Load("stm32f746"), limits) { Input = input, ConsoleReceives = true, Timing = false }, cancellation);

    /// <summary>A terminal at which nobody types.</summary>
    private sealed class Silence : MemoryStream
    {
        private readonly ManualResetEventSlim closed = new();

        public override int Read(Span<byte> buffer)
        {
            closed.Wait();
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        protected override void Dispose(bool disposing)
        {
            closed.Set();
            base.Dispose(disposing);
        }
    }
}
