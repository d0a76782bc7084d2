using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Datasets;
using McuSim.Datasets.Preprocessing;
using McuSim.Machine;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Benchmarks;

/// <summary>Inputs per second (column Op/s) of one worker in each fidelity, and of reading a clip, for the built-in network.</summary>
[Config(typeof(InProcess))]
public class EvaluationSpeed
{
    private NetworkRunner board = null!, exact = null!;
    private NativeRunner native = null!;
    private InputReader reader = null!;
    private byte[][] input = null!;

    [GlobalSetup]
    public void Setup()
    {
        Model model = BuiltInModels.KeywordSpotting;
        Board target = BoardCatalog.Load("stm32f746");
        var options = new BuildOptions();
        Firmware firmware = FirmwareGenerator.Build(model, target, options);
        board = NetworkRunner.Boot(firmware, target, RunLimits.None);
        exact = NetworkRunner.BootUntimed(firmware, target, RunLimits.None);
        native = NativeRunner.Start(model.Graph, HostBuild.BuildNative(model, target, options));
        InputFormat format = NetworkInput.FormatOf(model);
        reader = new InputReader(format, RecipeCatalog.For(null, format));
        input = PseudoRandomInput.For(model.Graph);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        board.Dispose();
        exact.Dispose();
        native.Dispose();
    }

    [Benchmark(Description = "board", Baseline = true)]
    public Inference Board() => board.Run(input);

    [Benchmark(Description = "exact")]
    public Inference Exact() => exact.Run(input);

    [Benchmark(Description = "native")]
    public Inference Native() => native.Run(input);

    [Benchmark(Description = "reading a WAV clip")]
    public byte[] Read() => reader.Read(BuiltInClips.Example);

    private sealed class InProcess : ManualConfig
    {
        public InProcess()
        {
            AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
            AddColumn(StatisticColumn.OperationsPerSecond);
            WithOptions(ConfigOptions.DisableOptimizationsValidator);
        }
    }
}
