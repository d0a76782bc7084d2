using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Gate;

/// <summary>A hash of everything that a case's figures depend on: the program itself, the compiler, the board, the model or image, the inputs.</summary>
internal static class CaseKey
{
    private static readonly Lazy<string> Tool = new(() => string.Join(',', ((Type[])
    [
        typeof(McuSimException), typeof(Board), typeof(Model), typeof(Datasets.Dataset), typeof(BuildOptions), typeof(Machine.McuMachine), typeof(Timing.TimingModel),
        typeof(Measurement.Report), typeof(Trace),
    ]).Select(t => t.Assembly.ManifestModule.ModuleVersionId)));

    /// <summary>The key of a case.</summary>
    /// <param name="subject">What runs.</param>
    /// <param name="board">Its board.</param>
    /// <param name="compiler">The cross-compiler, or null where none is needed.</param>
    /// <param name="samples">The hash of the dataset's inputs in use, or null.</param>
    /// <exception cref="McuSimException">A file cannot be read.</exception>
    public static string Of(Subject subject, Board board, string? compiler, string? samples)
    {
        IEnumerable<string?> parts = subject switch
        {
            NetworkSubject n =>
            [
                "network", Source(n.Model), n.Options.ToString(), n.Input is null ? null : FileHash(n.Input), n.Samples?.ToString(CultureInfo.InvariantCulture), RecipeHash(n), samples,
            ],
            FirmwareSubject f =>
            [
                "firmware", Path.GetFileName(f.Image), FileHash(f.Image), f.At?.ToString(CultureInfo.InvariantCulture), string.Join('\u0001', f.Arguments), f.Limits.Instructions?.ToString(CultureInfo.InvariantCulture), f.Endless.ToString(),
                f.Files is null ? null : FolderHash(f.Files),
            ],
            _ => throw new ArgumentException("There is no such subject.", nameof(subject)),
        };
        return Hash([Tool.Value, compiler, board.Name, board.FileSha256, .. parts]);
    }

    /// <summary>The hash of a file's contents.</summary>
    public static string FileHash(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }

    /// <summary>One hash of several texts.</summary>
    public static string Hash(IEnumerable<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts.Select(p => p ?? "\u0002")))));

    private static string Source(string model) =>
        model == NetworkSubject.BuiltIn || ModelZoo.IsZooName(model) ? model : $"{Path.GetFileName(model)}\u0001{FileHash(model)}";

    private static string? RecipeHash(NetworkSubject network)
    {
        string? path = network.Recipe ?? Path.ChangeExtension(network.Model, ".yaml");
        return File.Exists(path) ? FileHash(path) : network.Recipe;
    }

    private static string FolderHash(string folder) => !Directory.Exists(folder)
        ? throw McuSimException.BadInput($"There is no folder {folder}: make it, or name one that exists.")
        : Hash(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(f => (string[])[Path.GetRelativePath(folder, f), FileHash(f)]));
}
