using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>Counts how many labelled inputs a network recognises. The largest output wins; of equal ones the first.</summary>
internal sealed class AccuracyCounter
{
    private const int TopCount = 5;
    private readonly ImmutableArray<string> classNames;
    private readonly int[,] confusion;
    private readonly TwoClassCounter? twoClasses;
    private int correctTop5;

    /// <summary>Starts counting.</summary>
    /// <param name="classNames">One name per output element.</param>
    public AccuracyCounter(ImmutableArray<string> classNames)
    {
        this.classNames = classNames;
        confusion = new int[classNames.Length, classNames.Length];
        twoClasses = classNames.Length == 2 ? new() : null;
    }

    /// <summary>Inputs counted so far.</summary>
    public int Samples { get; private set; }

    /// <summary>Inputs recognised so far.</summary>
    public int Correct { get; private set; }

    /// <summary>Counts one input.</summary>
    /// <param name="label">The right class.</param>
    /// <param name="scores">The network's first output, one number per class; any monotonic form of it will do.</param>
    public void Add(int label, ReadOnlySpan<float> scores)
    {
        int predicted = Scores.Largest(scores);
        confusion[label, predicted]++;
        Samples++;
        twoClasses?.Add(label, scores);
        if (predicted == label) Correct++;
        if (RankOf(label, scores) < TopCount) correctTop5++;
    }

    /// <summary>The result so far.</summary>
    /// <param name="outputsCrc32">CRC-32 of all outputs.</param>
    /// <param name="complete">Whether every input was evaluated.</param>
    public AccuracyResult Result(string outputsCrc32, bool complete)
    {
        var classes = ImmutableArray.CreateBuilder<ClassAccuracy>(classNames.Length);
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<int>>(classNames.Length);
        for (int label = 0; label < classNames.Length; label++)
        {
            ImmutableArray<int> row = [.. Enumerable.Range(0, classNames.Length).Select(predicted => confusion[label, predicted])];
            rows.Add(row);
            classes.Add(new(label, classNames[label], row.Sum(), row[label]));
        }

        return new(Samples, Correct, classNames.Length > TopCount ? correctTop5 : null, classes.ToImmutable(), rows.ToImmutable(),
            outputsCrc32, complete)
        {
            TwoClasses = twoClasses?.Result(classNames[1]),
        };
    }

    /// <summary>How many classes come before <paramref name="label"/> when sorted by score, then by number.</summary>
    private static int RankOf(int label, ReadOnlySpan<float> scores)
    {
        int rank = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > scores[label] || (scores[i] == scores[label] && i < label)) rank++;
        }

        return rank;
    }
}
