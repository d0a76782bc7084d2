namespace McuSim.Measurement;

/// <summary>How near the outputs are to a reference's.</summary>
/// <param name="Source">The reference: interpreter, or the name of a file.</param>
/// <param name="Inputs">Inputs compared.</param>
/// <param name="Equal">Inputs whose outputs are exactly the reference's.</param>
/// <param name="Rmse">Root of the mean squared difference of all output elements, in their real values.</param>
/// <param name="MaxDifference">The greatest difference.</param>
/// <param name="MeanCosine">Mean of the cosines between the two vectors of outputs; 1 where they point the same way.</param>
/// <param name="LeastCosine">The least of them.</param>
/// <param name="SameClass">Inputs whose largest output is the same element as the reference's.</param>
public sealed record ReferenceResult(
    string Source, int Inputs, int Equal, double Rmse, double MaxDifference, double MeanCosine, double LeastCosine, int SameClass);

/// <summary>Outputs to compare with, such as a float model's.</summary>
public interface IReferenceOutputs
{
    /// <summary>Its name in reports.</summary>
    string Source { get; }

    /// <summary>The first output's real values for an input.</summary>
    /// <param name="position">The input's position in the evaluation.</param>
    /// <param name="index">Its position in the whole dataset, which differs where a limit leaves inputs out.</param>
    /// <param name="values">Gets them.</param>
    void Read(int position, int index, Span<float> values);
}

/// <summary>Counts for <see cref="ReferenceResult"/>.</summary>
internal sealed class ReferenceCounter
{
    private int inputs, equal, sameClass;
    private long elements;
    private double squares, greatest, cosines, leastCosine = 1;

    /// <summary>Counts one input.</summary>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> reference)
    {
        double product = 0, own = 0, other = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            double a = outputs[i], b = reference[i], difference = Math.Abs(a - b);
            squares += difference * difference;
            greatest = Math.Max(greatest, difference);
            product += a * b;
            own += a * a;
            other += b * b;
        }

        bool same = outputs.SequenceEqual(reference);
        double cosine = same ? 1 : own > 0 && other > 0 ? product / Math.Sqrt(own * other) : 0;
        inputs++;
        elements += outputs.Length;
        cosines += cosine;
        leastCosine = Math.Min(leastCosine, cosine);
        if (same) equal++;
        if (Scores.Largest(outputs) == Scores.Largest(reference)) sameClass++;
    }

    /// <summary>The result so far, to 6 decimals.</summary>
    public ReferenceResult Result(string source) => new(
        source, inputs, equal, Rounded(Math.Sqrt(squares / Math.Max(1, elements))), Rounded(greatest), Rounded(cosines / Math.Max(1, inputs)),
        Rounded(leastCosine), sameClass);

    private static double Rounded(double value) => Math.Round(value, 6);
}
