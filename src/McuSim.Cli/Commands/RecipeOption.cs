using System.CommandLine;

using McuSim.Datasets;
using McuSim.Datasets.Preprocessing;

namespace McuSim.Cli.Commands;

/// <summary>The arguments that say how files become a network's input.</summary>
internal sealed class RecipeOption
{
    private readonly Option<string?> recipe = new("--recipe")
    {
        Description = "How images and sound become the input: a name ('mcusim dataset recipes' lists them) or a YAML file. Without it, MODEL.yaml beside MODEL.tflite.",
        HelpName = "NAME|FILE",
    };

    private readonly Option<string[]> set = new("--set")
    {
        Description = "A field of the recipe to change, such as image.resize=stretch or image.mean=0.485,0.456,0.406; may be given several times.",
        HelpName = "FIELD=VALUE",
    };

    /// <summary>Adds the arguments to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(recipe);
        command.Add(set);
    }

    /// <summary>The recipe as it was named, or null.</summary>
    public string? Named(ParseResult parsed) => parsed.GetValue(recipe);

    /// <summary>The fields to change.</summary>
    public string[] Changes(ParseResult parsed) => parsed.GetValue(set) ?? [];

    /// <summary>Reads files as a network's input.</summary>
    public InputReader Reader(ParseResult parsed, string? modelPath, InputFormat input) => new(input, Recipe(parsed, modelPath, input));

    /// <summary>The recipe for a network.</summary>
    public Recipe Recipe(ParseResult parsed, string? modelPath, InputFormat input) => Recipe(Named(parsed), Changes(parsed), modelPath, input);

    /// <summary>The recipe for a network.</summary>
    public static Recipe Recipe(string? named, IReadOnlyList<string> changes, string? modelPath, InputFormat input) =>
        named is { } given ? RecipeCatalog.Load(given, changes) : RecipeCatalog.For(modelPath, input, changes);
}
