using System.CommandLine;

using McuSim.Common;
using McuSim.Datasets.Preprocessing;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Cli.Commands;

/// <summary>The argument that moves audio features to the board.</summary>
internal sealed class FrontEndOption
{
    private readonly Option<AudioArithmetic?> frontEnd = new("--front-end")
    {
        Description = "Compute the recipe's audio features on the board too, from 16-bit samples: latency, memory and accuracy from sound to class.",
        HelpName = "fixed|float",
    };

    /// <summary>Adds the argument to a command.</summary>
    public void AddTo(Command command) => command.Add(frontEnd);

    /// <summary>Whether it is given.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(frontEnd) is not null;

    /// <summary>The arithmetic as it was named, or null.</summary>
    public string? Name(ParseResult parsed) => parsed.GetValue(frontEnd)?.ToString().ToLowerInvariant();

    /// <summary>The network and its recipe, with the features on the board where asked for.</summary>
    /// <exception cref="McuSimException">The recipe has no features that the board could compute for this network.</exception>
    public (Model Model, Recipe Recipe) Apply(ParseResult parsed, Model model, Recipe recipe) =>
        parsed.GetValue(frontEnd) is { } arithmetic ? FrontEnd.OnBoard(model, recipe, arithmetic) : (model, recipe);
}
