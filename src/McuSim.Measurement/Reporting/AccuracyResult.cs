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

/// <summary>What the network computed.</summary>
/// <param name="Crc32">CRC-32 of all outputs, one after the other, as 8 hexadecimal digits.</param>
/// <param name="Top">The largest elements of the first output, largest first, at most five.</param>
public sealed record OutputInfo(string Crc32, ImmutableArray<OutputElement> Top);

/// <summary>One element of an output.</summary>
/// <param name="Index">Its position.</param>
/// <param name="Value">Its real value (dequantised).</param>
public sealed record OutputElement(int Index, double Value);
