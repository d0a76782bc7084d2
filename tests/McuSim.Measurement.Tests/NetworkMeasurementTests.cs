using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Datasets;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

public sealed class NetworkMeasurementTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("stm32f746")]
    [InlineData("nucleo-l4r5zi")]
    public void The_built_in_network_equals_the_reference_interpreter(string board)
    {
        Report report = RunOn(board);
        var interpreter = new Interpreter(BuiltInModels.KeywordSpotting.Graph);
        byte[] expected = interpreter.Run(PseudoRandomInput.For(BuiltInModels.KeywordSpotting.Graph)[0]).ToArray();

        Assert.Equal(System.IO.Hashing.Crc32.HashToUInt32(expected).ToString("x8"), report.Output.Crc32);
    }

    [Theory]
    [InlineData("stm32f746")]
    [InlineData("stm32f412")]
    public void Parts_sum_to_the_whole(string board)
    {
        Report report = RunOn(board);

        Assert.True(report.Time.Cycles > report.Time.Instructions / 2);
        Assert.Equal(report.Time.Cycles, report.Time.Causes.Sum(c => c.Cycles));
        Assert.Equal(report.Time.Cycles, report.Time.Functions.Sum(f => f.Cycles));
        Assert.Equal(report.Time.Instructions, report.Time.Functions.Sum(f => f.Instructions));
        Assert.All(report.Layers, layer => Assert.Equal(layer.Cycles, layer.Causes.Sum(c => c.Cycles)));
        Assert.All(report.Time.Functions, function => Assert.Equal(function.Cycles, function.Causes.Sum(c => c.Cycles)));
        Assert.Equal(2, report.Time.Caches.Length);
        Assert.All(report.Time.Caches, cache => Assert.InRange(cache.HitPercent, 70, 99.9999));
        Assert.All(report.Time.Caches, cache => Assert.InRange(report.Layers.Sum(l => l.Caches.Where(c => c.Cache == cache.Cache).Sum(c => c.Lookups)), cache.Lookups * 99 / 100, cache.Lookups));
        long layers = report.Layers.Sum(l => l.Cycles);
        Assert.InRange(layers, report.Time.Cycles * 99 / 100, report.Time.Cycles);
        Assert.Equal(report.Memory.Sram.PeakLiveBytes, report.Layers.Max(l => l.LiveBytes));
    }

    [Fact]
    public void Memory_is_measured()
    {
        SramUse sram = RunOn("stm32f746").Memory.Sram;

        Assert.Equal(sram.StaticBytes + sram.ArenaPlannedBytes + sram.StackBytes, sram.PeakBytes);
        Assert.InRange(sram.ArenaTouchedBytes, sram.ArenaPlannedBytes * 9 / 10, sram.ArenaPlannedBytes);
        Assert.InRange(sram.StackBytes, 8, sram.StackReservedBytes);
    }

    [Fact]
    public void Every_byte_has_an_owner()
    {
        Report report = RunOn("stm32f746");
        FlashUse flash = report.Memory.Flash;
        Assert.Equal(flash.TotalBytes, flash.Symbols.Sum(s => s.Bytes));
        Assert.Equal(flash.TotalBytes, flash.CodeBytes + flash.ConstantBytes + flash.StartupBytes);
        Assert.Contains(flash.Symbols, s => s is { Name: "layer_02_conv_2d_weights", Part: "constants" });
        Assert.InRange(flash.Symbols.Where(s => s.Name.Contains(' ')).Sum(s => s.Bytes), 0, flash.TotalBytes / 10);

        SramUse sram = report.Memory.Sram;
        int peak = report.Layers.Select((l, i) => (l, i)).First(x => x.l.Name == sram.PeakLayer).i;
        var alive = sram.Buffers.Where(b => b.FirstLayer <= peak && peak <= b.LastLayer).Select(b => new BufferUse(b.Name, b.Offset, b.Bytes));
        Assert.Equal(sram.PeakBuffers.ToHashSet(), alive.ToHashSet());
        Assert.Equal(sram.ArenaPlannedBytes, sram.Buffers.Max(b => b.Offset + b.Bytes));
    }

    [Fact]
    public void Equal_runs_give_equal_reports()
    {
        Report first = RunOn("stm32f746"), second = RunOn("stm32f746");

        Assert.Equal(first.Time.Causes, second.Time.Causes);
        Assert.Equal(first.Time.Functions.Select(f => (f.Name, f.Cycles, f.Instructions)), second.Time.Functions.Select(f => (f.Name, f.Cycles, f.Instructions)));
        Assert.Equal(first.Output.Top, second.Output.Top);
        Assert.Equal(first.Build, second.Build);
    }

    [Fact]
    public void An_evaluation_does_not_depend_on_the_number_of_workers()
    {
        Toolchain.Require();
        Dataset dataset = RandomDataset(12);

        Report one = Assert.IsType<Report>(NetworkEvaluation.Run(Request("stm32f746"), dataset, new() { Workers = 1 }));
        Report three = Assert.IsType<Report>(NetworkEvaluation.Run(Request("stm32f746"), dataset, new() { Workers = 3 }));

        Assert.Equal(12, one.Accuracy!.Samples);
        Assert.True(one.Accuracy.Complete);
        Assert.Equal(one.Accuracy.OutputsCrc32, three.Accuracy!.OutputsCrc32);
        Assert.Equal(one.Accuracy.Classes, three.Accuracy.Classes);
        Assert.Equal(one.Time.Spread, three.Time.Spread);
        Assert.Equal(one.Time.Spread!.Median, one.Time.Cycles);
        Assert.Equal(one.Time.Functions.Select(f => (f.Name, f.Cycles, f.Instructions)), three.Time.Functions.Select(f => (f.Name, f.Cycles, f.Instructions)));
    }

    [Fact]
    public void A_cancelled_evaluation_says_what_was_done()
    {
        Toolchain.Require();
        using var cancellation = new CancellationTokenSource();
        var cancelAfterFour = new Callback(p =>
        {
            if (p.Done == 4) cancellation.Cancel();
        });

        Report report = Assert.IsType<Report>(
            NetworkEvaluation.Run(Request("stm32f746"), RandomDataset(40), new() { Workers = 1 }, cancelAfterFour, cancellation.Token));

        Assert.False(report.Accuracy!.Complete);
        Assert.Equal(4, report.Accuracy.Samples);
    }

    [Fact]
    public void Too_few_instructions_end_with_exit_code_6()
    {
        Toolchain.Require();
        MeasurementRequest request = Request("stm32f746") with { Limits = new RunLimits(Instructions: 100_000) };

        var e = Assert.Throws<McuSim.Common.McuSimException>(() => NetworkMeasurement.Run(request));

        Assert.Equal(McuSim.Common.ExitCode.LimitReached, e.ExitCode);
    }

    private static MeasurementRequest Request(string board) =>
        new(BuiltInModels.KeywordSpotting, BoardCatalog.Load(board), new BuildOptions(), RunLimits.None);

    private static Report RunOn(string board)
    {
        Toolchain.Require();
        return Assert.IsType<Report>(NetworkMeasurement.Run(Request(board)));
    }

    private Dataset RandomDataset(int count)
    {
        Graph graph = BuiltInModels.KeywordSpotting.Graph;
        for (int i = 0; i < count; i++)
            File.WriteAllBytes(Path.Combine(folder, $"sample{i:000}_class{i % 12}_{i % 12}.bin"), PseudoRandomInput.For(graph, seed: (uint)i + 1)[0]);
        return Dataset.Open(folder, new DatasetOptions(new([1, 49, 10, 1], InputType.Int8)) { Classes = 12 });
    }

    private sealed class Callback(Action<EvaluationProgress> action) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => action(value);
    }
}
