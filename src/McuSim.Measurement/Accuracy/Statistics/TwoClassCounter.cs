namespace McuSim.Measurement;

/// <summary>What a network of two classes finds of the second one.</summary>
/// <param name="Positive">The second class's name.</param>
/// <param name="Auc">
/// Area under the ROC curve, 0 to 1: how often a random input of the class has a higher score than a random other one, a tie counting half (Mann and
/// Whitney's U); null where one of the classes has no inputs.
/// </param>
/// <param name="Precision">Share of the inputs taken for the class that are of it; null where none is.</param>
/// <param name="Recall">Share of the class's inputs that are taken for it; null where there are none.</param>
/// <param name="F1">Harmonic mean of precision and recall; null where one of them is.</param>
public sealed record TwoClassResult(string Positive, double? Auc, double? Precision, double? Recall, double? F1);

/// <summary>Counts for <see cref="TwoClassResult"/>.</summary>
internal sealed class TwoClassCounter
{
    private readonly List<(float Score, bool Positive)> scores = [];
    private int hits, taken, positives;

    /// <summary>Counts one input; a score is how much higher the second class's output is than the first's.</summary>
    public void Add(int label, ReadOnlySpan<float> outputs)
    {
        bool positive = label == 1, asPositive = outputs[1] > outputs[0];
        scores.Add((outputs[1] - outputs[0], positive));
        if (positive) positives++;
        if (asPositive) taken++;
        if (positive && asPositive) hits++;
    }

    /// <summary>The result so far, to 6 decimals.</summary>
    public TwoClassResult Result(string positive)
    {
        double? precision = taken == 0 ? null : (double)hits / taken, recall = positives == 0 ? null : (double)hits / positives;
        double? f1 = precision + recall is > 0 and var sum ? 2 * precision * recall / sum : null;
        return new(positive, Rounded(Auc()), Rounded(precision), Rounded(recall), Rounded(f1));
    }

    private double? Auc()
    {
        long negatives = scores.Count - positives;
        if (positives == 0 || negatives == 0) return null;
        scores.Sort((a, b) => a.Score.CompareTo(b.Score));
        double below = 0;
        long negativesBelow = 0;
        for (int i = 0; i < scores.Count;)
        {
            int start = i, tiedPositives = 0;
            for (; i < scores.Count && scores[i].Score == scores[start].Score; i++)
            {
                if (scores[i].Positive) tiedPositives++;
            }

            int tiedNegatives = i - start - tiedPositives;
            below += tiedPositives * (negativesBelow + (tiedNegatives / 2.0));
            negativesBelow += tiedNegatives;
        }

        return below / ((double)positives * negatives);
    }

    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 6) : null;
}
