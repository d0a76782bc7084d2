using McuSim.Common;

namespace McuSim.Measurement;

/// <summary>How far an evaluation is.</summary>
/// <param name="Done">Inputs evaluated, those of an earlier start included.</param>
/// <param name="Total">Inputs in all.</param>
/// <param name="Correct">Inputs recognised so far.</param>
public readonly record struct EvaluationProgress(int Done, int Total, int Correct);

/// <summary>How a dataset is evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>On what the inputs run.</summary>
    public Fidelity Fidelity { get; init; }

    /// <summary>Inputs that <see cref="Fidelity.Native"/> proves equal on the simulated core first.</summary>
    public int Verified { get; init; } = 16;

    /// <summary>Threads, each with a board or a process of its own; at least 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The part of the dataset to evaluate; null for all of it.</summary>
    public Shard? Shard { get; init; }

    /// <summary>Where results are written as they come; null to keep them in memory.</summary>
    public string? ResultsPath { get; init; }

    /// <summary>Whether to go on with the results that are in <see cref="ResultsPath"/>.</summary>
    public bool Resume { get; init; }

    /// <summary>Damaged inputs that are skipped; one more ends the evaluation.</summary>
    public int MaxBroken { get; init; }

    /// <summary>Whether the reference interpreter runs beside every inference, to compare outputs with its.</summary>
    public bool AgainstInterpreter { get; init; }

    /// <summary>What else outputs are compared with, or null.</summary>
    public IReferenceOutputs? Reference { get; init; }

    /// <summary>An earlier evaluation of the same inputs to compare with, or null.</summary>
    public Report? Earlier { get; init; }

    /// <summary>The command line, kept with the results for <see cref="NetworkEvaluation.Merge"/>.</summary>
    public EvaluationCommand? Command { get; init; }
}

/// <summary>One of several equal parts of a dataset.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Of">Parts in all.</param>
public readonly record struct Shard(int Number, int Of)
{
    /// <summary>The inputs of the part: neighbours, so that parts put together are the whole.</summary>
    /// <param name="inputs">Inputs in all.</param>
    /// <exception cref="McuSimException">There are more parts than inputs.</exception>
    public (int First, int Count) Slice(int inputs)
    {
        if (Of > inputs) throw McuSimException.BadInput(FormattableString.Invariant($"The {inputs} inputs cannot be divided into {Of} parts; give fewer with --shard."));
        int first = (int)((long)inputs * (Number - 1) / Of);
        return (first, (int)((long)inputs * Number / Of) - first);
    }
}
