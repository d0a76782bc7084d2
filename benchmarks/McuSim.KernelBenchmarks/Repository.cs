namespace McuSim.KernelBenchmarks;

/// <summary>The folder that holds the sources.</summary>
internal static class Repository
{
    /// <summary>The nearest folder above the program that holds <c>McuSim.sln</c>.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "McuSim.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? Environment.CurrentDirectory;
    }
}
