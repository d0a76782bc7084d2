using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

using McuSim.Boards;
using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Benchmarks;

/// <summary>Simulated millions of instructions per second (column MIPS) on an int8 kernel loop, with and without cycles.</summary>
[Config(typeof(InProcess))]
public class SimulationSpeed
{
    /// <summary>Instructions of one operation.</summary>
    public const long Instructions = 20_000_000;

    private McuMachine _bare = null!;
    private McuMachine _hooked = null!;
    private McuMachine _timed = null!;

    [Params("nucleo-l4r5zi", "stm32f412", "stm32f746", "stm32h743")]
    public string Board { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        Board board = BoardCatalog.Load(Board);
        MemoryRegion ram = board.Region(board.Placement.Arena[0][0]);
        FirmwareImage image = KernelLoop.Image(0x0801_0000, ram.Start + 0x4000);
        _bare = new McuMachine(board, image, new MachineOptions { Accesses = RecordedAccesses.None });
        _hooked = new McuMachine(board, image);
        _timed = new McuMachine(board, image);
        _timed.Observers.Add(new TimingModel(board, _timed));
    }

    [Benchmark(Description = "blocks only, no cycles")]
    public void Bare() => _bare.Run(null, new RunLimits(Instructions: Instructions));

    [Benchmark(Description = "every access, no cycles")]
    public void Hooked() => _hooked.Run(null, new RunLimits(Instructions: Instructions));

    [Benchmark(Description = "with cycles", Baseline = true)]
    public void Timed() => _timed.Run(null, new RunLimits(Instructions: Instructions));

    private sealed class InProcess : ManualConfig
    {
        public InProcess()
        {
            AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(2).WithIterationCount(6).WithInvocationCount(1).WithUnrollFactor(1));
            AddColumn(new MipsColumn());
            WithOptions(ConfigOptions.DisableOptimizationsValidator);
        }
    }
}
