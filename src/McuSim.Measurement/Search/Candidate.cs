using McuSim.Models.Zoo;

namespace McuSim.Measurement.Search;

/// <summary>A network of a search with what is planned and estimated for it.</summary>
/// <param name="Space">Its width and resolution.</param>
/// <param name="Network">The network.</param>
/// <param name="Macs">Multiply-accumulates of an inference.</param>
/// <param name="Parameters">Weights and biases.</param>
/// <param name="ArenaBytes">Exact, of the plan.</param>
/// <param name="SramBytes">Arena and reserved stack.</param>
/// <param name="ConstantBytes">Weights and what else layers read from flash, exact.</param>
/// <param name="EstimatedCycles">The kernels' cost model; <see cref="CandidateEvaluator.CyclesPerEstimate"/> turns it into cycles of the board.</param>
/// <param name="Fits">Whether it keeps the board's memories and the limits.</param>
public sealed record Candidate(
    SearchSpace Space, InvertedBottlenecks Network, long Macs, long Parameters, long ArenaBytes, long SramBytes, long ConstantBytes, long EstimatedCycles, bool Fits)
{
    /// <summary>The higher the better: what the scorer says, or the multiply-accumulates. Networks that do not fit have none.</summary>
    public double? Score { get; init; }

    /// <summary>Constants, and what code is expected to take.</summary>
    public long FlashBytes { get; init; }

    /// <summary>The latency by estimate, in milliseconds at the board's clock.</summary>
    public double EstimatedMilliseconds { get; init; }

    /// <summary>What the simulator measured, or null while nobody did.</summary>
    public Report? Measured { get; init; }

    /// <summary>The blocks as <c>kernel:expansion:stride:channels</c>, separated by spaces, after the stem.</summary>
    public string Blocks => string.Join(' ', Network.Stages);
}
