namespace McuSim.Tests;

/// <summary>Real models, data and golden outputs that may lie beside the clone. Tests that need them skip with a message where they are absent.</summary>
public static class SharedFolder
{
    /// <summary>The repository's root: the folder above the test's binaries that holds the solution.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The path of something in the shared folder; skips the running test when it is not there.</summary>
    public static string Require(params string[] parts)
    {
        string path = System.IO.Path.Combine([RepositoryRoot, "..", "shared", .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"needs {string.Join('/', ["../shared", .. parts])}, which is not beside the clone");
        return System.IO.Path.GetFullPath(path);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "McuSim.sln")))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }
}
