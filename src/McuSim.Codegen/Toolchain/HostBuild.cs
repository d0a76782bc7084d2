using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// The generated C as a program of this machine: it reads frames (the bytes of all inputs in order) from standard input and answers each with
/// the bytes of all outputs; where the network has variables, their bytes follow the inputs, and their new bytes the outputs. Started with an argument it answers with the whole arena after every function that an inference calls.
/// </summary>
public static class HostBuild
{
    private const string StampName = "native.txt";

    private static readonly string ProgramName = OperatingSystem.IsWindows() ? "model.exe" : "model";

    /// <summary>Generates and compiles for speed, or takes what was built before from the cache.</summary>
    /// <param name="model">The network.</param>
    /// <param name="board">The board that the firmware is made for: the kernels are the same, its core's instructions are emulated in portable C.</param>
    /// <param name="options">What to favour.</param>
    /// <param name="cancellationToken">Stops the compiler; nothing half-built stays.</param>
    /// <returns>The program's path.</returns>
    /// <exception cref="McuSimException">There is no host compiler (exit code 3), or it does not accept the sources.</exception>
    public static string BuildNative(Model model, Board board, BuildOptions options, CancellationToken cancellationToken = default) =>
        BuildNativeAsync(model, board.Core, FirmwareGenerator.OptionsFor(model, board, options), cancellationToken).GetAwaiter().GetResult();

    /// <summary>Generates and compiles.</summary>
    /// <param name="model">The network.</param>
    /// <param name="core">The core that the kernels are chosen for; its instructions are emulated in portable C.</param>
    /// <param name="options">What to favour.</param>
    /// <param name="directory">An existing folder for sources and program.</param>
    /// <param name="sanitize">Whether bad memory accesses and undefined behaviour end the program with an error.</param>
    /// <param name="cancellationToken">Stops the compiler.</param>
    /// <returns>The program's path.</returns>
    /// <exception cref="McuSimException">There is no host compiler, or it does not accept the sources.</exception>
    public static async Task<string> BuildAsync(
        Model model, CoreDescription core, BuildOptions options, string directory, bool sanitize, CancellationToken cancellationToken)
    {
        Compiler compiler = await Compiler.FindHostAsync(cancellationToken).ConfigureAwait(false);
        await CompileAsync(compiler, FirmwarePlanner.PlanNetwork(model, core, options), model, directory, CompilerFlags.Host(sanitize), cancellationToken)
            .ConfigureAwait(false);
        return Path.Combine(directory, ProgramName);
    }

    private static async Task<string> BuildNativeAsync(Model model, CoreDescription core, BuildOptions options, CancellationToken cancellationToken)
    {
        Compiler compiler = await Compiler.FindHostAsync(cancellationToken).ConfigureAwait(false);
        string folder = Path.Combine(BuildCache.Root, "native", Key(model, core, options, compiler));
        if (!File.Exists(Path.Combine(folder, StampName)))
        {
            string temporary = BuildCache.CreateTemporaryFolder(folder);
            try
            {
                await CompileAsync(compiler, FirmwarePlanner.PlanNetwork(model, core, options), model, temporary, CompilerFlags.Native, cancellationToken)
                    .ConfigureAwait(false);
                await File.WriteAllTextAsync(Path.Combine(temporary, StampName), compiler.Version + "\n", cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                Directory.Delete(temporary, recursive: true);
                throw;
            }

            BuildCache.Publish(temporary, folder, StampName);
        }

        return Path.Combine(folder, ProgramName);
    }

    private static async Task CompileAsync(
        Compiler compiler, PlannedNetwork network, Model model, string directory, ImmutableArray<string> flags, CancellationToken cancellationToken)
    {
        SortedDictionary<string, byte[]> files = SourceTree.Of(network, model);
        files.Add("host_main.c", FirmwareSources.Read("host_main.c"));
        string states = string.Concat(network.Schedule.States.Select(s => $"{{ {CWriter.Number(network.BufferOf(s.Tensor).Offset)}, {CWriter.Number(s.Tensor.ByteCount)} }}, "));
        files.Add("host_units.h", Encoding.UTF8.GetBytes($"#define MCUSIM_UNITS {string.Concat(network.Plan.Units.Select(u => $"{u.Name}, "))}\n#define MCUSIM_STATES {states}\n"));
        SourceTree.Write(directory, files);
        var compilation = new Compilation(compiler, directory);
        ImmutableArray<string> objects = await compilation.CompileAsync(
            [.. files.Keys.Where(p => p.EndsWith(".c", StringComparison.Ordinal))], flags, cancellationToken).ConfigureAwait(false);
        string? errors = await compilation.LinkAsync(objects, flags, ProgramName, cancellationToken).ConfigureAwait(false);
        if (errors is not null) throw McuSimException.BadInput($"The generated program cannot be linked: {Compilation.FirstLine(errors)}; report this.");
    }

    /// <summary>What the program depends on.</summary>
    private static string Key(Model model, CoreDescription core, BuildOptions options, Compiler compiler)
    {
        string[] parts =
        [
            model.Name, model.Sha256, core.ToString(), options.ToString(), compiler.Path, compiler.Version, FirmwareSources.Sha256,
            typeof(HostBuild).Assembly.ManifestModule.ModuleVersionId.ToString(), typeof(Model).Assembly.ManifestModule.ModuleVersionId.ToString(),
            string.Join(' ', CompilerFlags.Native),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..32];
    }
}
