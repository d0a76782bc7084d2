using System.Globalization;
using System.Security.Cryptography;
using System.Text;

using McuSim.Common;

namespace McuSim.Codegen;

/// <summary>A C compiler that is installed here.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Version">The first line of its <c>--version</c>.</param>
internal sealed record Compiler(string Path, string Version)
{
    /// <summary>The cross-compiler for Cortex-M.</summary>
    /// <exception cref="McuSimException">It is not installed.</exception>
    public static Task<Compiler> FindArmAsync(CancellationToken cancellationToken) => FindAsync(
        "arm-none-eabi-gcc", "install it with: sudo apt-get install gcc-arm-none-eabi (or Arm's GNU toolchain, and put it on the PATH)", cancellationToken);

    /// <summary>The compiler for this machine.</summary>
    /// <exception cref="McuSimException">It is not installed.</exception>
    public static Task<Compiler> FindHostAsync(CancellationToken cancellationToken) =>
        FindAsync("gcc", "install it with: sudo apt-get install gcc", cancellationToken);

    private static async Task<Compiler> FindAsync(string name, string remedy, CancellationToken cancellationToken)
    {
        string path = OnPath(name) ?? throw McuSimException.Missing($"The C compiler {name} is not on the PATH; {remedy}.");
        return new(path, await VersionAsync(path, cancellationToken).ConfigureAwait(false));
    }

    private static string? OnPath(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>The version, remembered by path, size and time of change: starting a compiler takes longer than all else of a cached build.</summary>
    private static async Task<string> VersionAsync(string path, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target) file = target;
        string identity = string.Create(CultureInfo.InvariantCulture, $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}");
        string memo = System.IO.Path.Combine(
            BuildCache.Root, "compilers", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..32] + ".txt");
        if (File.Exists(memo)) return await File.ReadAllTextAsync(memo, cancellationToken).ConfigureAwait(false);
        (int exitCode, string output, _) = await Command.RunAsync(path, ["--version"], Environment.CurrentDirectory, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0) throw McuSimException.Missing($"The C compiler {path} does not run; reinstall it.");
        string version = output.Split('\n', 2)[0].TrimEnd();
        BuildCache.WriteAtomically(memo, version);
        return version;
    }
}
