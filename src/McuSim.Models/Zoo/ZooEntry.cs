namespace McuSim.Models.Zoo;

/// <summary>A network whose topology is known and whose weights are seeded random numbers.</summary>
/// <param name="Name">As it is written after <c>zoo:</c>.</param>
/// <param name="Source">Where the topology comes from.</param>
/// <param name="Parameters">What it can be varied by.</param>
public sealed record ZooEntry(string Name, string Source, IReadOnlyList<ZooParameter> Parameters)
{
    /// <summary>Adds the layers to an empty builder and returns the output.</summary>
    internal Func<GraphBuilder, ZooSettings, Tensor> Layers { get; init; } = null!;

    /// <summary>The network's shapes with its default parameters, without calibration: for counting only.</summary>
    public Graph Outline() => Outline(new(Parameters.ToDictionary(p => p.Name, p => p.Default)));

    internal Graph Outline(ZooSettings settings)
    {
        var builder = new GraphBuilder(seed: 1, calibrated: false);
        return builder.Build(Layers(builder, settings));
    }
}
