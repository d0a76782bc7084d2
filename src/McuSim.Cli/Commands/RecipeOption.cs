using System.CommandLine;

using McuSim.Datasets;
using McuSim.Datasets.Preprocessing;

namespace McuSim.Cli.Commands;

/// <summary>The argument that says how files become a network's input.</summary>
internal sealed class RecipeOption
{
    private readonly Option<string?> recipe = new("--recipe")
    {
        Description = "How images and sound become the input: a name ('mcusim dataset recipes' lists them) or a YAML file. Without it, MODEL.yaml beside MODEL.tflite.",
        HelpName = "NAME|FILE",
    };

    /// <summary>Adds the argument to a command.</summary>
    public void AddTo(Command command) => command.Add(recipe);

    /// <summary>Reads files as a network's input.</summary>
    public InputReader Reader(ParseResult parsed, string? modelPath, InputFormat input) => new(input, Recipe(parsed, modelPath, input));

    /// <summary>The recipe for a network.</summary>
    public Recipe Recipe(ParseResult parsed, string? modelPath, InputFormat input) =>
        parsed.GetValue(recipe) is { } given ? RecipeCatalog.Load(given) : RecipeCatalog.For(modelPath, input);
}
