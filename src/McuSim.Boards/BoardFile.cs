using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>The bytes of a board file, from the library or from a path.</summary>
/// <param name="Name">The board's name: the file's name without its ending, lower case.</param>
/// <param name="Path">The file as messages name it.</param>
/// <param name="Bytes">Its contents.</param>
internal sealed record BoardFile(string Name, string Path, byte[] Bytes)
{
    /// <summary>The most bytes that a board file may have; the largest that comes with McuSim has a twentieth of that.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string Prefix = "boards/";
    private const string Ending = ".yaml";
    private const int MaxBases = 4;

    /// <summary>The names of the boards inside the library, in ordinal order.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(Ending, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    public static bool IsPath(string nameOrPath) =>
        nameOrPath.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) || nameOrPath.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds a file by board name or path; a relative path is looked up from <paramref name="folder"/>.</summary>
    public static BoardFile Open(string nameOrPath, string folder)
    {
        if (IsPath(nameOrPath))
            return FromPath(nameOrPath, folder, "board");
        string name = nameOrPath.ToLowerInvariant();
        if (!BuiltIn.Contains(name))
            throw Unknown(nameOrPath);
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + name + Ending)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new BoardFile(name, Prefix + name + Ending, bytes);
    }

    /// <summary>The file's fields, over those of the boards that it extends, and the hash of all files read.</summary>
    public (YamlMapping Fields, IReadOnlyList<YamlMapping> Files, string Sha256) Read()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = new List<YamlMapping>();
        BoardFile? file = this;
        while (file is not null)
        {
            hash.AppendData(file.Bytes);
            YamlMapping fields = YamlReader.Read(file.Path, file.Text());
            files.Add(fields);
            file = file.Base(fields, files.Count);
        }
        YamlMapping merged = files[^1];
        for (int i = files.Count - 2; i >= 0; i--)
            merged = files[i].Over(merged);
        return (merged, files, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private BoardFile? Base(YamlMapping fields, int depth)
    {
        if (fields.Find("extends") is not { } extends)
            return null;
        if (extends.Value is not YamlScalar { Text: var other })
            throw McuSimException.BadInput($"{extends.Place}: extends must be the name of a board or the path of a board file.");
        if (depth > MaxBases)
            throw McuSimException.BadInput($"{extends.Place}: more than {MaxBases} boards extend one another, or one extends itself.");
        try
        {
            return Open(other, System.IO.Path.GetDirectoryName(Path) ?? "");
        }
        catch (McuSimException e)
        {
            throw McuSimException.BadInput($"{extends.Place}: extends: {e.Message}", e);
        }
    }

    private string Text()
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw McuSimException.BadInput($"{Path}: a board file must be UTF-8 text, and this is not.", e);
        }
    }

    /// <summary>Reads a file of the user; <paramref name="kind"/> is what messages call it.</summary>
    public static BoardFile FromPath(string path, string folder, string kind)
    {
        try
        {
            string full = System.IO.Path.Combine(folder, path);
            using FileStream stream = File.OpenRead(full);
            var buffer = new byte[MaxBytes + 1];
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
                throw McuSimException.BadInput($"{full}: a {kind} file has at most {MaxBytes / 1024} KB, and this has more.");
            return new BoardFile(System.IO.Path.GetFileNameWithoutExtension(path).ToLowerInvariant(), full, buffer[..length]);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw McuSimException.BadInput($"There is no {kind} file {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"The {kind} file {path} cannot be read: {Quote.Sentence(e.Message)}.", e);
        }
    }

    private static McuSimException Unknown(string name)
    {
        IReadOnlyList<string> near = NearNames.Find(name, BuiltIn);
        string known = near.Count > 0 ? $"near it are {string.Join(", ", near)}" : $"there are {string.Join(", ", BuiltIn)}";
        return McuSimException.BadInput(
            $"There is no board {Quote.Text(name)}: {known}; for another board give the path of a .yaml file (docs/boards.md).");
    }
}
