using McuSim.Codegen;
using McuSim.Common;
using McuSim.Gate;
using McuSim.Models;

namespace McuSim.Testing;

/// <summary>What to run of a network, and how. Every method returns a changed copy.</summary>
public sealed record NetworkTest
{
    private readonly string model;
    private string board = "stm32f746";
    private BuildOptions options = new();
    private string? input;
    private string? data;
    private int? samples;
    private string? recipe;

    internal NetworkTest(string model) => this.model = model;

    /// <summary>The board: its name, or a board file. stm32f746 unless said.</summary>
    public NetworkTest On(string nameOrFile) => this with { board = nameOrFile };

    /// <summary>What the generated firmware favours; balanced unless said.</summary>
    public NetworkTest Optimized(OptimizationGoal goal) => this with { options = options with { Goal = goal } };

    /// <summary>The stack's size in the generated firmware, in bytes.</summary>
    public NetworkTest WithStack(int bytes) => this with { options = options with { StackBytes = bytes } };

    /// <summary>The input's file: a tensor, an image or sound. Without one seeded random bytes are used.</summary>
    public NetworkTest WithInput(string file) => this with { input = file };

    /// <summary>Labelled inputs: accuracy is measured over them.</summary>
    /// <param name="folderOrFile">A dataset's folder or labels file.</param>
    /// <param name="limit">The most inputs to take, spread evenly; null for all.</param>
    public NetworkTest WithData(string folderOrFile, int? limit = null) => this with { data = folderOrFile, samples = limit };

    /// <summary>How files become the input: a recipe's name or file.</summary>
    public NetworkTest WithRecipe(string nameOrFile) => this with { recipe = nameOrFile };

    /// <summary>Builds the firmware and runs it, or takes the figures of an earlier run of exactly this.</summary>
    /// <exception cref="McuSimException">A file is missing or wrong, or the compiler or the emulator is not installed.</exception>
    public Task<McuRun> RunAsync(CancellationToken cancellation = default)
    {
        string found = model == NetworkSubject.BuiltIn || ModelZoo.IsZooName(model) ? model : TestFile.Find(model);
        var subject = new NetworkSubject(
            found, options, input is null ? null : TestFile.Find(input), data is null ? null : TestFile.Find(data), samples,
            recipe is { } r && (r.Contains('.') || r.Contains('/')) ? TestFile.Find(r) : recipe);
        return McuRun.Of(Path.GetFileNameWithoutExtension(model), subject, board, cancellation);
    }
}
