using McuSim.Datasets.Preprocessing;

namespace McuSim.Datasets;

/// <summary>What a dataset is opened for.</summary>
/// <param name="Input">The network's input.</param>
public sealed record DatasetOptions(InputFormat Input)
{
    /// <summary>How files become the network's input.</summary>
    public Recipe Recipe { get; init; } = RecipeCatalog.Plain;

    /// <summary>The most samples to take, spread evenly over the dataset so that every class stays represented; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether a file may hold several inputs in a row, as networks take them that keep something from one inference for the next.</summary>
    public bool Sequences { get; init; }

    /// <summary>Number of classes that the network tells apart; a label outside 0 to this less 1 is an error. Null to accept any label.</summary>
    public int? Classes { get; init; }
}
