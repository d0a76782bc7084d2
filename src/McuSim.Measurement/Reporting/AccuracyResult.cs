using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>Accuracy over labelled inputs. The largest output wins; of equal ones the first.</summary>
/// <param name="Samples">Inputs evaluated.</param>
/// <param name="Correct">Inputs whose largest output is the label.</param>
/// <param name="CorrectTop5">Inputs whose label is among the five largest outputs; null for five classes or fewer.</param>
/// <param name="Classes">Per class, by label.</param>
/// <param name="Confusion">Row: label, column: largest output, value: inputs.</param>
/// <param name="OutputsCrc32">CRC-32 of all outputs, one after the other in the dataset's order, as 8 hexadecimal digits.</param>
/// <param name="Complete">False when the evaluation was cancelled before the last input.</param>
public sealed record AccuracyResult(
    int Samples, int Correct, int? CorrectTop5, ImmutableArray<ClassAccuracy> Classes, ImmutableArray<ImmutableArray<int>> Confusion,
    string OutputsCrc32, bool Complete)
{
    /// <summary>On what the inputs ran: board, exact or native.</summary>
    public string Fidelity { get; init; } = "board";

    /// <summary>Inputs that were proven equal on the simulated core before the others ran on this machine's processor; null but for native.</summary>
    public int? Verified { get; init; }

    /// <summary>The inputs and how they were made; null where an evaluation does not say.</summary>
    public DatasetInfo? Dataset { get; init; }

    /// <summary>What a network of two classes finds of the second one; null with more classes.</summary>
    public TwoClassResult? TwoClasses { get; init; }

    /// <summary>How near the outputs are to a reference's; null where none was given.</summary>
    public ReferenceResult? Reference { get; init; }

    /// <summary>This evaluation against an earlier one; null where none was given.</summary>
    public ComparisonResult? Comparison { get; init; }

    /// <summary>The largest output of every input, in the dataset's order; -1 for one that was not evaluated.</summary>
    public ImmutableArray<int> Predictions { get; init; } = [];

    /// <summary>Where <see cref="Top1"/> is with 95 % confidence, if the inputs are a random sample; null without inputs.</summary>
    public ConfidenceInterval? Top1Interval => Samples == 0 ? null : ConfidenceInterval.Wilson(Correct, Samples);

    /// <summary>The same of <see cref="Top5"/>.</summary>
    public ConfidenceInterval? Top5Interval => CorrectTop5 is { } correct && Samples > 0 ? ConfidenceInterval.Wilson(correct, Samples) : null;

    /// <summary>Share of inputs whose largest output is the label, 0 to 1.</summary>
    public double Top1 => Samples == 0 ? 0 : Math.Round((double)Correct / Samples, 6);

    /// <summary>Share of inputs whose label is among the five largest outputs, 0 to 1.</summary>
    public double? Top5 => CorrectTop5 is { } correct && Samples > 0 ? Math.Round((double)correct / Samples, 6) : null;
}

/// <summary>Accuracy for the inputs of one class.</summary>
/// <param name="Label">The class's number.</param>
/// <param name="Name">Its name, or its number when the dataset has no names.</param>
/// <param name="Samples">Inputs of the class.</param>
/// <param name="Correct">Inputs of the class that were recognised.</param>
public sealed record ClassAccuracy(int Label, string Name, int Samples, int Correct);

/// <summary>What was evaluated.</summary>
/// <param name="Inputs">Inputs of the evaluation, damaged ones included.</param>
/// <param name="Available">Inputs of the dataset, also where a limit leaves some out.</param>
/// <param name="Sha256">Hash of the names and labels of the inputs, in order.</param>
/// <param name="Recipe">The name of the recipe by which files became inputs.</param>
/// <param name="RecipeSettings">What it says, one field each, such as <c>image.resize: stretch</c>.</param>
/// <param name="Slice">The part that was evaluated, or null for all.</param>
/// <param name="Broken">Damaged inputs, which were skipped.</param>
/// <param name="BrokenFiles">Their names, at most the first 20.</param>
public sealed record DatasetInfo(
    int Inputs, int Available, string Sha256, string Recipe, ImmutableArray<string> RecipeSettings, SliceInfo? Slice, int Broken,
    ImmutableArray<string> BrokenFiles);

/// <summary>A part of a dataset.</summary>
/// <param name="First">Position of its first input.</param>
/// <param name="Count">Inputs.</param>
public sealed record SliceInfo(int First, int Count);

/// <summary>What the network computed.</summary>
/// <param name="Crc32">CRC-32 of all outputs, one after the other, as 8 hexadecimal digits.</param>
/// <param name="Top">The largest elements of the first output, largest first, at most five.</param>
public sealed record OutputInfo(string Crc32, ImmutableArray<OutputElement> Top);

/// <summary>One element of an output.</summary>
/// <param name="Index">Its position.</param>
/// <param name="Value">Its real value (dequantised).</param>
public sealed record OutputElement(int Index, double Value);
