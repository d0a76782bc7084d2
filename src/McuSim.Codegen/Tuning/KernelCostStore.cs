using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using McuSim.Boards;
using McuSim.Common;

namespace McuSim.Codegen;

/// <summary>
/// Measured cycles, kept in the cache folder by content: one small file per key, under a hash of board file, compiler, options and kernels.
/// </summary>
public sealed class KernelCostStore
{
    private readonly string _folder;

    private KernelCostStore(string folder) => _folder = folder;

    /// <summary>The store of a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="cancellationToken">Stops looking for the compiler.</param>
    /// <exception cref="McuSimException">The cross-compiler is missing (exit code 3).</exception>
    public static KernelCostStore For(Board board, CancellationToken cancellationToken = default)
    {
        Compiler compiler = Compiler.FindArmAsync(cancellationToken).GetAwaiter().GetResult();
        string[] parts =
        [
            board.FileSha256, compiler.Version, string.Join(' ', CompilerFlags.Target(board.Core)), FirmwareSources.Sha256,
            typeof(KernelCostStore).Assembly.ManifestModule.ModuleVersionId.ToString(),
        ];
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..32];
        return new(Path.Combine(BuildCache.Root, "tuning", name));
    }

    /// <summary>The cycles of a key, or null where they were never measured.</summary>
    public long? Find(string key)
    {
        string path = PathOf(key);
        return File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out long cycles) ? cycles : null;
    }

    /// <summary>Keeps the cycles of a key.</summary>
    /// <exception cref="McuSimException">The cache folder cannot be written (exit code 2).</exception>
    public void Keep(string key, long cycles) => BuildCache.WriteAtomically(PathOf(key), cycles.ToString(CultureInfo.InvariantCulture));

    private string PathOf(string key) => Path.Combine(_folder, key + ".txt");
}
