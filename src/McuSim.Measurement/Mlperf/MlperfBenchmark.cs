using System.Collections.Immutable;

using McuSim.Common;
using McuSim.Datasets;

namespace McuSim.Measurement;

/// <summary>One of the benchmarks of MLPerf Tiny (Banbury et al., "MLPerf Tiny Benchmark", 2021; inputs as in eembc/energyrunner).</summary>
/// <param name="Name">kws, vww, ic or ad.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Input">What a device is sent for one input.</param>
/// <param name="Classes">Outputs; 1 for the anomaly score.</param>
public sealed record MlperfBenchmark(string Name, string Title, InputFormat Input, int Classes)
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<MlperfBenchmark> All { get; } =
    [
        new("kws", "keyword spotting", new([1, 49, 10, 1], InputType.Int8), 12),
        new("vww", "visual wake words", new([1, 96, 96, 3], InputType.UInt8), 2),
        new("ic", "image classification", new([1, 32, 32, 3], InputType.UInt8), 10),
        new("ad", "anomaly detection", new([1, 640], InputType.Float32), 1),
    ];

    /// <summary>The benchmark called <paramref name="name"/>.</summary>
    /// <exception cref="McuSimException">There is none.</exception>
    public static MlperfBenchmark Named(string name) => All.FirstOrDefault(b => b.Name == name)
        ?? throw McuSimException.BadInput($"There is no MLPerf Tiny benchmark {name}: choose one of {string.Join(", ", All.Select(b => b.Name))}, sww.");
}
