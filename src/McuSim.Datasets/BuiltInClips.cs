namespace McuSim.Datasets;

/// <summary>
/// Sixty spoken clips for the built-in keyword network: five of each of its twelve classes, made with espeak-ng in voices that the network never heard in
/// training (training/README.md). They lie beside the program.
/// </summary>
public static class BuiltInClips
{
    /// <summary>A folder with one sub-folder for each class.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "keywords");

    /// <summary>One clip: somebody says "yes".</summary>
    public static string Example { get; } = Path.Combine(Folder, "yes", "0.wav");
}
