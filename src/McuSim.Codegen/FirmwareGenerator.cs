using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Takes a network to a linked image for a board.</summary>
public static class FirmwareGenerator
{
    private const string ElfName = "firmware.elf";
    private const string MapName = "firmware.map";
    private const string ScriptName = "link.ld";
    private const string StampName = "build.txt";

    /// <summary>Generates, compiles and links. An earlier build of equal input is used again.</summary>
    /// <param name="model">The network.</param>
    /// <param name="board">The board.</param>
    /// <param name="options">What to favour.</param>
    /// <param name="outputDirectory">Where to put a copy of everything, or null to leave it in the cache. An earlier copy there is replaced.</param>
    /// <param name="cancellationToken">Stops the compiler; nothing half-built stays.</param>
    /// <exception cref="DoesNotFitException">The network does not fit the board (exit code 4).</exception>
    /// <exception cref="McuSimException">The cross-compiler is missing (exit code 3), or an operator has no kernel (2).</exception>
    public static Firmware Build(
        Model model, Board board, BuildOptions options, string? outputDirectory = null, CancellationToken cancellationToken = default) =>
        BuildAsync(model, board, options, outputDirectory, cancellationToken).GetAwaiter().GetResult();

    /// <summary>The options with what depends on the board: weights may take more bytes at speed where four times all weights fit the flash; the places for the arena.</summary>
    /// <param name="model">The network.</param>
    /// <param name="board">The board.</param>
    /// <param name="options">What the user chose.</param>
    public static BuildOptions OptionsFor(Model model, Board board, BuildOptions options)
    {
        const long CodeBytes = 64 << 10;
        long weights = model.Graph.Operators.Sum(o => o switch
        {
            Conv2D conv => conv.Weights.ByteCount,
            DepthwiseConv2D depthwise => depthwise.Weights.ByteCount,
            FullyConnected connected => connected.Weights.ByteCount,
            _ => 0L,
        });
        long flash = board.Region(board.Placement.Code).Size;
        return options with
        {
            WideWeights = options.Goal == OptimizationGoal.Speed && (4 * weights) + CodeBytes <= flash,
            Places = ArenaPlaces.Of(board, options.StackBytes),
        };
    }

    private static async Task<Firmware> BuildAsync(
        Model model, Board board, BuildOptions options, string? outputDirectory, CancellationToken cancellationToken)
    {
        options = OptionsFor(model, board, options);
        PlannedNetwork network = FirmwarePlanner.PlanNetwork(model, board.Core, options);
        FitResult fit = FitChecker.Check(network.Plan, board, options);
        if (fit.Uses.Skip(1).Any(u => u.OverflowBytes > 0)) throw DoesNotFitException.Of(model, board, network.Plan, fit);

        Compiler compiler = await Compiler.FindArmAsync(cancellationToken).ConfigureAwait(false);
        string folder = Path.Combine(BuildCache.Root, "firmware", Key(model, board, options, compiler));
        bool cached = File.Exists(Path.Combine(folder, StampName));
        if (!cached) await BuildIntoAsync(folder, network, model, board, options, compiler, cancellationToken).ConfigureAwait(false);
        if (outputDirectory is not null) folder = CopyTo(folder, outputDirectory);
        string elf = Path.Combine(folder, ElfName);
        return new(
            folder, elf, Path.Combine(folder, MapName), network.Plan, model, compiler.Version, string.Join(' ', CompilerFlags.Target(board.Core)),
            (await File.ReadAllTextAsync(Path.Combine(folder, StampName), cancellationToken).ConfigureAwait(false)).Trim(), cached);
    }

    /// <summary>What the result depends on.</summary>
    private static string Key(Model model, Board board, BuildOptions options, Compiler compiler)
    {
        string[] parts =
        [
            model.Name, model.Sha256, string.Join(' ', model.Graph.Inputs.Concat(model.Graph.Outputs).Select(t => t.Index)), board.FileSha256, options.ToString(), compiler.Path, compiler.Version, FirmwareSources.Sha256,
            typeof(FirmwareGenerator).Assembly.ManifestModule.ModuleVersionId.ToString(),
            typeof(Model).Assembly.ManifestModule.ModuleVersionId.ToString(),
            string.Join(' ', CompilerFlags.Target(board.Core)), string.Join(' ', CompilerFlags.Link(board.Core)),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..32];
    }

    private static async Task BuildIntoAsync(
        string destination, PlannedNetwork network, Model model, Board board, BuildOptions options, Compiler compiler,
        CancellationToken cancellationToken)
    {
        string folder = BuildCache.CreateTemporaryFolder(destination);
        try
        {
            MemoryLayout layout = FitChecker.Choose(network.Plan, board, options);
            ImmutableArray<string> sources = WriteSources(folder, network, model, board, layout, options);
            var compilation = new Compilation(compiler, folder);
            ImmutableArray<string> objects = await compilation.CompileAsync(sources, CompilerFlags.Target(board.Core), cancellationToken).ConfigureAwait(false);
            string? errors = await LinkAsync(compilation, objects, board, ScriptName, cancellationToken).ConfigureAwait(false);
            if (errors is not null)
                throw await ExplainAsync(compilation, objects, folder, network, model, board, layout, options, errors, cancellationToken).ConfigureAwait(false);
            foreach (string item in objects) File.Delete(Path.Combine(folder, item));
            string sha = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, ElfName), cancellationToken).ConfigureAwait(false)));
            await File.WriteAllTextAsync(Path.Combine(folder, StampName), sha + "\n", cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }

        BuildCache.Publish(folder, destination, StampName);
    }

    private static ImmutableArray<string> WriteSources(
        string folder, PlannedNetwork network, Model model, Board board, MemoryLayout layout, BuildOptions options)
    {
        SortedDictionary<string, byte[]> files = SourceTree.Of(network, model);
        foreach (string name in (string[])["startup.c", "main.c", "memory.c"]) files.Add(name, FirmwareSources.Read(name));
        files.Add("board.h", Encoding.UTF8.GetBytes(BoardHeader.Format(board, layout)));
        files.Add(ScriptName, Encoding.UTF8.GetBytes(LinkerScript.Format(layout, options.StackBytes)));
        SourceTree.Write(folder, files);
        return [.. files.Keys.Where(p => p.EndsWith(".c", StringComparison.Ordinal))];
    }

    private static Task<string?> LinkAsync(
        Compilation compilation, ImmutableArray<string> objects, Board board, string script, CancellationToken cancellationToken) =>
        compilation.LinkAsync(objects, [.. CompilerFlags.Link(board.Core), "-T", script, $"-Wl,-Map={MapName}"], ElfName, cancellationToken);

    /// <summary>Why the link failed: without limits it tells how much is needed.</summary>
    private static async Task<McuSimException> ExplainAsync(
        Compilation compilation, ImmutableArray<string> objects, string folder, PlannedNetwork network, Model model, Board board, MemoryLayout layout,
        BuildOptions options, string errors, CancellationToken cancellationToken)
    {
        const string Unlimited = "unlimited.ld";
        await File.WriteAllTextAsync(Path.Combine(folder, Unlimited), LinkerScript.Format(layout, options.StackBytes, limited: false), cancellationToken)
            .ConfigureAwait(false);
        if (await LinkAsync(compilation, objects, board, Unlimited, cancellationToken).ConfigureAwait(false) is null)
        {
            FitResult fit = Measure(ElfSections.Read(Path.Combine(folder, ElfName)), layout);
            if (!fit.Fits) return DoesNotFitException.Of(model, board, network.Plan, fit);
        }

        return McuSimException.BadInput($"{model.Name} cannot be linked for {board.Name}: {Compilation.FirstLine(errors)}; report this.");
    }

    /// <summary>What the sections of a linked image take of the regions: flash to the end of the initialised data, RAM by section.</summary>
    private static FitResult Measure(IReadOnlyList<ElfSection> sections, MemoryLayout layout)
    {
        ulong start = layout.Code.Start;
        long Size(string name) => sections.Where(s => s.Name == name).Sum(s => s.Bytes);
        long code = sections.Where(s => s.HasContent && s.Name != ".data").Select(s => (long)(s.Address - start) + s.Bytes).DefaultIfEmpty(0).Max();
        return new([
            new(layout.Code.Name, "code and constants", code + Size(".data"), layout.Code.Size),
            .. FitChecker.Ram(layout, Size(".arena"), Size(".stack") + Size(".data") + Size(".bss")),
        ]);
    }

    private static string CopyTo(string from, string destination)
    {
        destination = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        bool replaceable = !Directory.Exists(destination) || File.Exists(Path.Combine(destination, StampName))
            || !Directory.EnumerateFileSystemEntries(destination).Any();
        if (!replaceable || File.Exists(destination))
            throw McuSimException.BadInput($"The output folder {destination} holds something else; name a folder that is new, empty or an earlier output.");
        string temporary = BuildCache.CreateTemporaryFolder(destination);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(temporary, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        if (Directory.Exists(destination)) Directory.Delete(destination, recursive: true);
        Directory.Move(temporary, destination);
        return destination;
    }
}
