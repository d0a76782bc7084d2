using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>Runs written down call by call: a call tree that is known exactly, and generated firmware.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Calls_and_stacks_are_those_of_the_profile()
    {
        (FirmwareReport report, Recording recording) = Run("calls");

        Assert.True(recording.Complete);
        Assert.Equal(report.Profile!.Cycles, recording.Cycles);
        Assert.Equal(recording.Cycles, recording.Stacks.Sum(s => s.Cycles));
        foreach (FunctionProfile f in report.Profile.Functions)
        {
            Assert.Equal(f.Calls, recording.Calls.Count(c => c.Function == f.Name));
            Assert.Equal(f.ExclusiveCycles, recording.Stacks.Where(s => s.Path[^1] == f.Name).Sum(s => s.Cycles));
        }

        Assert.Equal(["reset", "main", "middle", "leaf", "leaf", "middle"], recording.Calls.Take(6).Select(c => c.Function));
        Assert.Equal([0, 1, 2, 3, 3, 2], recording.Calls.Take(6).Select(c => c.Depth));
        Assert.Contains(recording.Stacks, s => s.Path.SequenceEqual(["reset", "main", "factorial", "factorial", "factorial", "factorial", "factorial", "factorial"]));
    }

    [Fact]
    public void Calls_lie_within_their_callers_and_deepen_the_stack()
    {
        (_, Recording recording) = Run("calls");
        var open = new Stack<CallSpan>();
        foreach (CallSpan call in recording.Calls)
        {
            while (open.Count > call.Depth) open.Pop();
            Assert.Equal(call.Depth, open.Count);
            if (open.TryPeek(out CallSpan? caller))
            {
                Assert.InRange(call.Begin, caller.Begin, caller.End);
                Assert.InRange(call.End, call.Begin, caller.End);
                Assert.True(call.StackBytes >= caller.StackBytes);
            }

            open.Push(call);
        }

        Assert.Equal(recording.Cycles, recording.Calls[0].End);
        Assert.True(recording.Calls.Max(c => c.StackBytes) > 0);
    }

    [Fact]
    public void Lines_that_ran_are_told_from_those_that_did_not()
    {
        (_, Recording recording) = Run("calls");
        SourceCoverage source = Assert.Single(recording.Sources, s => s.Path.EndsWith("/calls.c", StringComparison.Ordinal));
        string[] text = File.ReadAllLines(source.Path);
        long Hits(string line) => source.Lines.Single(l => text[l.Line - 1].Contains(line, StringComparison.Ordinal)).Hits;

        Assert.Equal(5 * (10 + 20) + 1, Hits("sum += i;"));
        Assert.Equal(5, Hits("leaf(20);"));
        Assert.Equal(11, source.Functions.Single(f => f.Name == "leaf").Hits);
        Assert.Equal(6, source.Functions.Single(f => f.Name == "factorial").Hits);
        Assert.DoesNotContain("/../", source.Path);
    }

    [Fact]
    public void Generated_firmware_is_recorded_with_its_layers_and_measured_as_without()
    {
        Toolchain.Require();
        Recording? recording = null;
        var request = new MeasurementRequest(BuiltInModels.KeywordSpotting, BoardCatalog.Load("stm32f746"), new BuildOptions(), RunLimits.None);
        var plain = (Report)NetworkMeasurement.Run(request);
        var report = (Report)NetworkMeasurement.Run(request with { Record = r => recording = r });

        Assert.Equal(plain.Time.Cycles, report.Time.Cycles);
        Assert.Equal(report.Time.Cycles, recording!.Cycles);
        Assert.Equal(report.Time.Cycles, recording.Stacks.Sum(s => s.Cycles));
        foreach (LayerUse layer in report.Layers)
            Assert.Equal(layer.Cycles, recording.Stacks.Where(s => s.Path.Contains(layer.Name)).Sum(s => s.Cycles));
        Assert.Contains(recording.Sources, s => s.Path == "layers/layer_00_conv_2d.c" && s.Lines.Any(l => l.Hits > 0));
    }

    private (FirmwareReport Report, Recording Recording) Run(string program)
    {
        Recording? recording = null;
        FirmwareImage image = ImageReader.Read(TestProgram.Bare(program, folder), null);
        FirmwareReport report = FirmwareMeasurement.Run(new(image, BoardCatalog.Load("stm32f746"), new RunLimits(Instructions: 1_000_000)) { Record = r => recording = r });
        return (report, recording!);
    }
}
