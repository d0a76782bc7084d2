namespace McuSim.Models;

/// <summary>A network with its provenance.</summary>
/// <param name="Name">Short name: the file name without its ending, or the name of a built-in network.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the file's bytes (of the serialised graph for a built-in network).</param>
/// <param name="Graph">The network.</param>
/// <param name="HasTrainedWeights">False when the weights are seeded random numbers, so that accuracy means nothing.</param>
public sealed record Model(string Name, string Sha256, Graph Graph, bool HasTrainedWeights = true);
