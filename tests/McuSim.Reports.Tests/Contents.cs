using System.Text;

using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>Contents for tests that go through formats.</summary>
internal static class Contents
{
    /// <summary>A name that means something to every format.</summary>
    public const string Hostile = "a b;\"c'd,e|f`g*_h_[i](j)\n</script><x>&amp;]]>{{DATA}}\r::error::%0A@you #1 http://x.y =1+1 \u202e漢字 100";

    public static ReportContent Of(string name) => name switch
    {
        "boards" => ReportContent.Of(Samples.Boards()),
        "baseline" => ReportContent.Of([Samples.Evaluation()]) with { Baseline = ReportContent.Of([Earlier()]) },
        "firmware" => ReportContent.Of(FirmwareReportTests.Whole),
        "checks" => ReportContent.Of([Samples.Run()]) with { Verdicts = Verdicts },
        "hostile" => ReportContent.Of([HostileReport()]) with
        {
            Firmware = [FirmwareReportTests.Whole with { Image = FirmwareReportTests.Whole.Image with { Name = Hostile }, Ending = FirmwareReportTests.Whole.Ending with { Sentence = Hostile } }],
            Baseline = ReportContent.Of([HostileReport() with { Accuracy = null }]),
            Recordings = [RecordingOf(Hostile)],
        },
        "nothing" => new ReportContent(),
        "recorded" => ReportContent.Of([Samples.Run()]) with { Recordings = [RecordingOf("main")] },
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    public static string Text(IReportFormat format, ReportContent content)
    {
        using var stream = new MemoryStream();
        format.Write(content, stream);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream.ToArray());
    }

    /// <summary>A run that was a little faster and larger before.</summary>
    private static Report Earlier()
    {
        Report run = Samples.Evaluation();
        return run with
        {
            Time = run.Time with { Cycles = run.Time.Cycles - 1_000 },
            Layers = run.Layers.SetItem(2, run.Layers[2] with { Cycles = run.Layers[2].Cycles - 1_000, Kernel = "conv_generic" }),
            Memory = run.Memory with { Sram = run.Memory.Sram with { PeakBytes = run.Memory.Sram.PeakBytes + 64 } },
        };
    }

    private static Verdict[] VerdictList =>
    [
        new("keyword_spotter on stm32f746", "latency", false, "latency is 15.352 ms and may be 15 ms.") { File = "ci/mc usim.yml", Line = 7, Bound = 15, Details = ["layer_03 +1,204 cycles", "kernel conv_1x1 became conv_generic"] },
        new("keyword_spotter on stm32f746", "sram.peak", true, "sram.peak is 17,588 B and may be 20,000 B.") { Bound = 20_000 },
        new("keyword_spotter on stm32f746", "accuracy.top1", true, "There is no data to measure accuracy on.") { Skipped = true },
    ];

    private static System.Collections.Immutable.ImmutableArray<Verdict> Verdicts => [.. VerdictList];

    private static Report HostileReport()
    {
        Report run = Samples.Evaluation(Samples.Model(Hostile));
        return run with
        {
            Board = run.Board with { Name = Hostile, Title = Hostile },
            Layers = [.. run.Layers.Select(l => l with { Name = Hostile, Kernel = Hostile, Operator = Hostile, Fused = [Hostile] })],
            Time = run.Time with { Causes = [new(Hostile, run.Time.Cycles)] },
            Memory = run.Memory with
            {
                Sram = run.Memory.Sram with { PeakLayer = Hostile, PeakBuffers = [new(Hostile, 0, 16_000)], Buffers = [new(Hostile, 0, 16_000, 0, 3, Hostile)] },
                Flash = run.Memory.Flash with { Symbols = [new(Hostile, "code", 52_204)] },
            },
            Accuracy = run.Accuracy! with { Classes = [.. run.Accuracy.Classes.Select(c => c with { Name = Hostile })] },
        };
    }

    private static Recording RecordingOf(string name) => new(
        "keyword_spotter", Samples.F746, 3_000, [new(name, 0, 0, 3_000, 0), new("layer_00_conv_2d", 1, 100, 2_100, 64)], Complete: true,
        [new([name], 1_000), new([name, "layer_00_conv_2d"], 2_000)],
        [new($"src/{name}.c", [new(name, 3, 1)], [new(3, 1), new(4, 0), new(7, 12)])]);
}
