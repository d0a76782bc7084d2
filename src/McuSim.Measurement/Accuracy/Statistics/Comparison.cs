using System.Collections.Immutable;

using McuSim.Common;

namespace McuSim.Measurement;

/// <summary>This evaluation against an earlier one of the same inputs.</summary>
/// <param name="Model">The earlier network.</param>
/// <param name="Inputs">Inputs that both evaluated.</param>
/// <param name="BothRight">Inputs that both recognised.</param>
/// <param name="OnlyThisRight">Inputs that only this one recognised.</param>
/// <param name="OnlyEarlierRight">Inputs that only the earlier one recognised.</param>
/// <param name="BothWrong">Inputs that neither recognised.</param>
/// <param name="PValue">
/// How probable so great an imbalance of the two single counts is if both networks are equally good: McNemar's test, exact and two-sided
/// (Q. McNemar, "Note on the sampling error of the difference between correlated proportions", Psychometrika 12, 1947), to 6 decimals.
/// </param>
public sealed record ComparisonResult(
    string Model, int Inputs, int BothRight, int OnlyThisRight, int OnlyEarlierRight, int BothWrong, double PValue)
{
    /// <summary>Compares the predictions of two evaluations.</summary>
    /// <param name="earlier">The earlier report.</param>
    /// <param name="dataset">What this evaluation evaluated.</param>
    /// <param name="labels">The right class of every input.</param>
    /// <param name="predictions">This evaluation's class of every input; -1 for none.</param>
    /// <exception cref="McuSimException">The earlier report has no predictions, or is of other inputs.</exception>
    internal static ComparisonResult Of(Report earlier, DatasetInfo dataset, IReadOnlyList<int> labels, IReadOnlyList<int> predictions)
    {
        if (earlier.Accuracy is not { Dataset: { } before } accuracy)
            throw McuSimException.BadInput($"The earlier report (of {earlier.Model.Name}) is not one of 'mcusim eval'; compare with one that is.");
        if (before.Sha256 != dataset.Sha256 || before.Slice != dataset.Slice || accuracy.Predictions.Length != predictions.Count)
            throw McuSimException.BadInput($"The earlier report (of {earlier.Model.Name}) is of other inputs; a comparison needs the same dataset, limit and shard.");
        ImmutableArray<int> theirs = accuracy.Predictions;
        var counts = new int[4];
        for (int i = 0; i < labels.Count; i++)
        {
            if (predictions[i] < 0 || theirs[i] < 0) continue;
            counts[(predictions[i] == labels[i] ? 2 : 0) + (theirs[i] == labels[i] ? 1 : 0)]++;
        }

        return new(earlier.Model.Name, counts.Sum(), counts[3], counts[2], counts[1], counts[0], Math.Round(PValueOf(counts[2], counts[1]), 6));
    }

    /// <summary>Twice the probability of at most the smaller count among all single ones, when each goes either way like a fair coin.</summary>
    internal static double PValueOf(int one, int other)
    {
        int n = one + other, least = Math.Min(one, other);
        double logTerm = n * Math.Log(0.5), sum = Math.Exp(logTerm);
        for (int k = 1; k <= least; k++)
        {
            logTerm += Math.Log(n - k + 1) - Math.Log(k);
            sum += Math.Exp(logTerm);
        }

        return Math.Min(1, 2 * sum);
    }
}
