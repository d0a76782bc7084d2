namespace McuSim.Datasets.Layouts;

/// <summary>Where the labels of ImageNet's validation images are, where that is not found beside them.</summary>
public sealed record ImageNetOptions
{
    /// <summary>
    /// The ground truth, in any form that is handed round: a synset or a number on each line, in order of the images' names; an image's name and its
    /// number (val.txt of Caffe); or LOC_val_solution.csv of Kaggle. Null to look beside the images.
    /// </summary>
    public string? Labels { get; init; }

    /// <summary>The synsets in the order of the network's outputs; null to look beside the images.</summary>
    public string? Synsets { get; init; }

    /// <summary>
    /// What the numbers of <see cref="Labels"/> mean where they are those of the development kit (ILSVRC2012_ID, 1 to 1000): map_clsloc.txt, with a
    /// synset and its number on each line. Null where they count from 0 in the order of the synsets.
    /// </summary>
    public string? Ids { get; init; }
}
