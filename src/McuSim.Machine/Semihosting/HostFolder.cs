namespace McuSim.Machine.Semihosting;

/// <summary>
/// The one folder of the host that a program may use. A name is a relative path with / or \ between its parts; what leaves the folder, names
/// the host's devices or passes through a link is refused.
/// </summary>
internal sealed class HostFolder(string root)
{
    private static readonly char[] Separators = ['/', '\\'];
    private readonly string root = Path.GetFullPath(root);

    /// <summary>The host's path of a file, or null when the program may not use it.</summary>
    internal string? Find(string name)
    {
        string[] parts = name.Split(Separators);
        if (parts.Any(p => p.Length == 0 || p == ".." || p.Contains(':', StringComparison.Ordinal) || p.Any(char.IsControl)))
            return null; // an empty first part is an absolute path
        string path = root;
        foreach (string part in parts.Where(p => p != "."))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
                return null;
        }

        return path == root ? null : path;
    }
}
