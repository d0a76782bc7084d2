using System.Collections.Immutable;
using McuSim.Datasets.Audio;
using McuSim.Datasets.Images;

namespace McuSim.Datasets.Preprocessing;

/// <summary>How files become a network's input. Read from YAML (docs/datasets.md), or one of <see cref="RecipeCatalog"/>.</summary>
/// <param name="Name">Its name, or the file's.</param>
public sealed record Recipe(string Name)
{
    /// <summary>What it was read from, one field each in ordinal order, such as <c>image.resize: stretch</c>; empty for <see cref="RecipeCatalog.Plain"/>.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>For images.</summary>
    public ImageRecipe Image { get; init; } = new();

    /// <summary>For sound; null where the network takes none.</summary>
    public AudioRecipe? Audio { get; init; }

    /// <summary>How real values are quantised.</summary>
    public Rounding Rounding { get; init; }

    /// <summary>The classes' names in the order of the network's outputs; empty for the dataset's own order.</summary>
    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>Whether <see cref="Classes"/> are a guess, which a dataset with other class folders overrules.</summary>
    public bool ClassesAreUsual { get; init; }

    /// <summary>What is added to a dataset's labels: 1 for ImageNet networks whose output 0 is "background".</summary>
    public int LabelOffset { get; init; }
}
