namespace McuSim.Testing;

/// <summary>Finds files that tests name: test runners start in folders of their own.</summary>
internal static class TestFile
{
    /// <summary>The path from the working directory, or from the nearest folder above the binaries that has it; else as given.</summary>
    public static string Find(string path)
    {
        if (Path.IsPathRooted(path) || Exists(path)) return path;
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string candidate = Path.Combine(folder, path);
            if (Exists(candidate)) return candidate;
        }

        return path;
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
}
