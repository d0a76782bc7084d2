using McuSim.Common;

namespace McuSim.Codegen;

/// <summary>The folder that keeps what was built, and how things get there: whole or not at all.</summary>
internal static class BuildCache
{
    /// <summary><c>$MCUSIM_CACHE</c>, or <c>mcusim</c> in the user's cache folder.</summary>
    public static string Root
    {
        get
        {
            string? chosen = Environment.GetEnvironmentVariable("MCUSIM_CACHE");
            if (!string.IsNullOrEmpty(chosen)) return Path.GetFullPath(chosen);
            string? caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            if (string.IsNullOrEmpty(caches))
                caches = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
            return Path.Combine(caches, "mcusim");
        }
    }

    /// <summary>Writes a small file so that others see it whole or not at all.</summary>
    public static void WriteAtomically(string path, string text)
    {
        Guarded(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        });
    }

    /// <summary>A new, empty folder beside where the result will be, on the same file system.</summary>
    public static string CreateTemporaryFolder(string destination)
    {
        string folder = $"{destination}.{Guid.NewGuid():N}.tmp";
        Guarded(() => Directory.CreateDirectory(folder));
        return folder;
    }

    /// <summary>Moves a finished folder to its place. When another process was faster, its equal result stays.</summary>
    /// <param name="temporary">The finished folder.</param>
    /// <param name="destination">Its place.</param>
    /// <param name="stamp">A file that every finished folder has; what lacks it is a leftover and goes.</param>
    public static void Publish(string temporary, string destination, string stamp)
    {
        try
        {
            if (Directory.Exists(destination) && !File.Exists(Path.Combine(destination, stamp))) Directory.Delete(destination, recursive: true);
            Directory.Move(temporary, destination);
        }
        catch (IOException) when (Directory.Exists(destination))
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private static void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw McuSimException.BadInput($"The cache folder {Root} cannot be written ({e.Message}); set MCUSIM_CACHE to a folder that can.", e);
        }
    }
}
