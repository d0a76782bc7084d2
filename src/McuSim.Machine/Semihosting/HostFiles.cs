namespace McuSim.Machine.Semihosting;

/// <summary>The files that a program has open, by handle, and what it does with files by name. Errors are those of errno (POSIX).</summary>
internal sealed class HostFiles(SemihostingOptions options) : IDisposable
{
    private const int MostOpen = 64;
    private const int FirstHandle = 1;
    private const int NoEntry = 2, BadHandle = 9, AccessDenied = 13, TooManyOpen = 24, InputOutput = 5, InvalidArgument = 22;

    private readonly OpenFile?[] open = new OpenFile?[MostOpen];
    private readonly HostFolder? folder = options.Files is null ? null : new HostFolder(options.Files);

    /// <summary>The last error.</summary>
    internal int ErrorNumber { get; private set; }

    /// <summary>Opens a file in one of the modes 0 to 11 of fopen: r, rb, r+, r+b, w, wb, w+, w+b, a, ab, a+, a+b. Gives its handle, or -1.</summary>
    internal int Open(string name, uint mode)
    {
        int slot = Array.IndexOf(open, null);
        if (mode > 11)
            return Fail(InvalidArgument);
        if (slot < 0)
            return Fail(TooManyOpen);
        if (Guarded(() => Make(name, mode)) is not { } file)
            return -1;
        open[slot] = file;
        return slot + FirstHandle;
    }

    /// <summary>What a handle stands for, or null.</summary>
    internal OpenFile? Find(uint handle)
    {
        OpenFile? file = handle - FirstHandle < MostOpen ? open[handle - FirstHandle] : null;
        if (file is null)
            ErrorNumber = BadHandle;
        return file;
    }

    /// <summary>Does something with a file; null when the host refuses.</summary>
    internal T? Guarded<T>(Func<T?> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            ErrorNumber = e is FileNotFoundException or DirectoryNotFoundException ? NoEntry : e is UnauthorizedAccessException ? AccessDenied : InputOutput;
            return default;
        }
    }

    /// <summary>Closes a handle.</summary>
    internal bool Close(uint handle)
    {
        if (Find(handle) is not { } file)
            return false;
        open[handle - FirstHandle] = null;
        return Guarded<object>(() =>
        {
            file.Dispose();
            return file;
        }) is not null;
    }

    /// <summary>Deletes a file.</summary>
    internal bool Remove(string name) => PathOf(name) is { } path && Guarded<object>(() =>
    {
        if (!File.Exists(path))
            throw new FileNotFoundException();
        File.Delete(path);
        return path;
    }) is not null;

    /// <summary>Renames a file; one that exists under the new name is replaced.</summary>
    internal bool Rename(string from, string to) => PathOf(from) is { } old && PathOf(to) is { } path && Guarded<object>(() =>
    {
        File.Move(old, path, overwrite: true);
        return path;
    }) is not null;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OpenFile? file in open)
        {
            Guarded<object>(() =>
            {
                file?.Dispose();
                return null;
            });
        }

        Array.Clear(open);
    }

    private OpenFile? Make(string name, uint mode)
    {
        if (name == ":tt")
            return mode < 4 ? new ConsoleInput(options.Input) : new ConsoleOutput(options.Output);
        if (name == ":semihosting-features")
            return mode < 2 ? new FeatureFile() : Refuse();
        if (PathOf(name) is not { } path)
            return null;
        bool update = (mode & 2) != 0;
        (FileMode how, FileAccess access) = (mode >> 2) switch
        {
            0 => (FileMode.Open, update ? FileAccess.ReadWrite : FileAccess.Read),
            1 => (FileMode.Create, update ? FileAccess.ReadWrite : FileAccess.Write),
            _ => (FileMode.OpenOrCreate, update ? FileAccess.ReadWrite : FileAccess.Write),
        };
        var stream = new FileStream(path, how, access, FileShare.ReadWrite);
        if (mode >= 8)
            stream.Seek(0, SeekOrigin.End);
        return new HostFile(stream, append: mode >= 8);
    }

    private OpenFile? Refuse()
    {
        ErrorNumber = AccessDenied;
        return null;
    }

    private string? PathOf(string name)
    {
        string? path = Guarded(() => folder?.Find(name));
        if (path is null)
            ErrorNumber = AccessDenied;
        return path;
    }

    private int Fail(int error)
    {
        ErrorNumber = error;
        return -1;
    }
}
