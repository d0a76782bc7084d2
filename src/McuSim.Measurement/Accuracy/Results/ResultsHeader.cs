using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>The first line of a results file: what was evaluated how. Results belong together when all of it but the slice and the command agrees.</summary>
/// <param name="Format">The version of the file's format.</param>
/// <param name="Tool">The program's version.</param>
/// <param name="Model">SHA-256 of the network.</param>
/// <param name="Board">The board's name.</param>
/// <param name="BoardFile">SHA-256 of the board file.</param>
/// <param name="Firmware">SHA-256 of the firmware.</param>
/// <param name="Fidelity">On what the inputs run.</param>
/// <param name="Verified">Inputs proven equal on the simulated core first; null but for native.</param>
/// <param name="Reference">Whether each result has the reference interpreter's output too.</param>
/// <param name="Dataset">SHA-256 of the names and labels of all inputs, in order.</param>
/// <param name="Inputs">How many inputs there are in all slices.</param>
/// <param name="Recipe">How files become inputs.</param>
/// <param name="First">Position of the slice's first input.</param>
/// <param name="Count">Inputs of the slice.</param>
/// <param name="Command">The command line, so that <c>merge</c> can measure the input that it reports in detail.</param>
internal sealed record ResultsHeader(
    int Format, string Tool, string Model, string Board, string BoardFile, string Firmware, string Fidelity, int? Verified, bool Reference, string Dataset,
    int Inputs, ImmutableArray<string> Recipe, int First, int Count, EvaluationCommand? Command)
{
    /// <summary>The format that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The first thing that keeps two files from belonging together, or null.</summary>
    /// <param name="other">The other file's header.</param>
    public string? DifferenceFrom(ResultsHeader other) =>
        Tool != other.Tool ? $"version of mcusim ({Tool}, {other.Tool})"
        : Model != other.Model ? "network"
        : Board != other.Board || BoardFile != other.BoardFile ? $"board ({Board}, {other.Board})"
        : Fidelity != other.Fidelity ? $"fidelity ({Fidelity}, {other.Fidelity})"
        : Inputs != other.Inputs ? FormattableString.Invariant($"number of inputs ({Inputs}, {other.Inputs})")
        : Dataset != other.Dataset ? "files or labels of the dataset"
        : !Recipe.SequenceEqual(other.Recipe) ? "recipe"
        : Firmware != other.Firmware ? "firmware (another compiler or optimisation)"
        : Verified != other.Verified ? "number of verified inputs"
        : Reference != other.Reference ? "reference"
        : null;
}

/// <summary>What an evaluation was called with, as far as repeating it needs it.</summary>
/// <param name="Model">The network as it was named; null for the built-in one.</param>
/// <param name="Board">The board as it was named.</param>
/// <param name="Data">The dataset's path, made absolute; null for the built-in clips.</param>
/// <param name="Recipe">The recipe as it was named, files made absolute; null for the network's own.</param>
/// <param name="Changes">Fields of the recipe that were given one by one.</param>
/// <param name="FrontEnd">The numbers in which the board computes audio features, or null where it does not.</param>
/// <param name="Limit">The most inputs, or null.</param>
/// <param name="Optimize">What the firmware favours.</param>
/// <param name="PruneChannels">Whether channels without use are left out.</param>
/// <param name="Tune">Whether kernels were measured before they were chosen.</param>
public sealed record EvaluationCommand(
    string? Model, string Board, string? Data, string? Recipe, ImmutableArray<string> Changes, string? FrontEnd, int? Limit, string Optimize, bool PruneChannels,
    bool Tune);
