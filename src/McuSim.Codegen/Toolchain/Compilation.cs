using System.Collections.Immutable;

using McuSim.Common;

namespace McuSim.Codegen;

/// <summary>Compiles a folder of sources and links them.</summary>
/// <param name="compiler">The compiler.</param>
/// <param name="folder">The working directory; all paths are relative to it, so no absolute path gets into the result.</param>
internal sealed class Compilation(Compiler compiler, string folder)
{
    /// <summary>Compiles every source to an object beside it, several at once.</summary>
    /// <returns>The objects, in the order of the sources.</returns>
    /// <exception cref="McuSimException">The compiler refuses or warns.</exception>
    public async Task<ImmutableArray<string>> CompileAsync(
        ImmutableArray<string> sources, ImmutableArray<string> flags, CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        await Parallel.ForEachAsync(
            sources, parallel,
            async (source, token) => await RunAsync([.. flags, $"-ffile-prefix-map={folder}=.", "-I.", "-c", source, "-o", ObjectOf(source)], source, token)
                .ConfigureAwait(false)).ConfigureAwait(false);
        return [.. sources.Select(ObjectOf)];
    }

    /// <summary>Links objects. Returns null when it worked, else what the linker said.</summary>
    public async Task<string?> LinkAsync(ImmutableArray<string> objects, ImmutableArray<string> flags, string output, CancellationToken cancellationToken)
    {
        (int exitCode, _, string errors) = await Command.RunAsync(
            compiler.Path, [.. flags, "-o", output, .. objects, "-lgcc"], folder, cancellationToken).ConfigureAwait(false);
        return exitCode == 0 ? null : errors;
    }

    private static string ObjectOf(string source) => Path.ChangeExtension(source, ".o");

    private async Task RunAsync(IEnumerable<string> arguments, string source, CancellationToken cancellationToken)
    {
        (int exitCode, _, string errors) = await Command.RunAsync(compiler.Path, arguments, folder, cancellationToken).ConfigureAwait(false);
        if (exitCode != 0 || errors.Length > 0)
            throw McuSimException.BadInput($"{compiler.Version} does not accept the generated {source}: {FirstLine(errors)}; use a compiler of version 10 or later, or report this.");
    }

    /// <summary>The first line that names an error or a warning.</summary>
    internal static string FirstLine(string errors)
    {
        string[] lines = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return (lines.FirstOrDefault(l => l.Contains("overflowed", StringComparison.Ordinal) || l.Contains("undefined", StringComparison.Ordinal) || l.Contains("multiple definition", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(l => l.Contains("error", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(l => l.Contains("warning", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "no message").Trim();
    }
}
