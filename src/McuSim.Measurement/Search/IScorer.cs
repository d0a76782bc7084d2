namespace McuSim.Measurement.Search;

/// <summary>Says how good a network that fits is expected to be.</summary>
public interface IScorer
{
    /// <summary>What the score is, for tables.</summary>
    string Name { get; }

    /// <summary>The score; the higher the better.</summary>
    /// <param name="candidate">The network.</param>
    double Score(Candidate candidate);
}

/// <summary>
/// Multiply-accumulates: what TinyNAS goes by while nothing is trained. Of networks of one family within one memory, those that compute more tend to be more accurate
/// (Lin et al. 2020, figure 3); it is no accuracy.
/// </summary>
public sealed class MacScorer : IScorer
{
    /// <inheritdoc/>
    public string Name => "MACs";

    /// <inheritdoc/>
    public double Score(Candidate candidate) => candidate.Macs;
}
