using System.Reflection;
using System.Text;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Finds chip files: those inside the library by name, others by path.</summary>
internal static class ChipFile
{
    private const string Prefix = "chips/";
    private const string Ending = ".yaml";
    private const int MaxBases = 4;

    /// <summary>The names of the chip families inside the library, in ordinal order.</summary>
    internal static IReadOnlyList<string> BuiltIn { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal) && n.EndsWith(Ending, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Ending.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The fields of a chip file, over those of the file that it extends, and the bytes of all files read.</summary>
    internal static (string Name, YamlMapping Fields, byte[] Bytes) Read(string nameOrPath, string folder, int depth = 0)
    {
        BoardFile file = Open(nameOrPath, folder);
        YamlMapping fields = YamlReader.Read(file.Path, Text(file));
        if (fields.Find("extends") is not { } extends)
            return (file.Name, fields, file.Bytes);
        if (extends.Value is not YamlScalar { Text: var other })
            throw McuSimException.BadInput($"{extends.Place}: extends must be the name of a chip family or the path of a chip file.");
        if (depth >= MaxBases)
            throw McuSimException.BadInput($"{extends.Place}: more than {MaxBases} chip files extend one another, or one extends itself.");
        (_, YamlMapping lower, byte[] bytes) = Read(other, Path.GetDirectoryName(file.Path) ?? "", depth + 1);
        return (file.Name, fields.Over(lower), [.. file.Bytes, .. bytes]);
    }

    private static BoardFile Open(string nameOrPath, string folder)
    {
        if (BoardFile.IsPath(nameOrPath))
            return BoardFile.FromPath(nameOrPath, folder, "chip");
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + nameOrPath + Ending)
            ?? throw McuSimException.BadInput($"There is no chip family {Quote.Text(nameOrPath)}: there are {string.Join(", ", BuiltIn)}; for another one give the path of a .yaml file (docs/boards.md).");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new BoardFile(nameOrPath, Prefix + nameOrPath + Ending, bytes);
    }

    private static string Text(BoardFile file)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.Bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw McuSimException.BadInput($"{file.Path}: a chip file must be UTF-8 text, and this is not.", e);
        }
    }
}
