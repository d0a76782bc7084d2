using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// The generated C as a program of this machine: it reads frames (the bytes of all inputs in order) from standard input and answers each with
/// the bytes of all outputs.
/// </summary>
public static class HostBuild
{
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
        PlannedNetwork network = FirmwarePlanner.PlanNetwork(model, core, options);
        SortedDictionary<string, byte[]> files = SourceTree.Of(network, model);
        files.Add("host_main.c", FirmwareSources.Read("host_main.c"));
        SourceTree.Write(directory, files);
        var compilation = new Compilation(compiler, directory);
        ImmutableArray<string> flags = CompilerFlags.Host(sanitize);
        ImmutableArray<string> objects = await compilation.CompileAsync(
            [.. files.Keys.Where(p => p.EndsWith(".c", StringComparison.Ordinal))], flags, cancellationToken).ConfigureAwait(false);
        string program = Path.Combine(directory, OperatingSystem.IsWindows() ? "model.exe" : "model");
        string? errors = await compilation.LinkAsync(objects, flags, program, cancellationToken).ConfigureAwait(false);
        return errors is null ? program : throw McuSimException.BadInput($"The generated program cannot be linked: {Compilation.FirstLine(errors)}; report this.");
    }
}
