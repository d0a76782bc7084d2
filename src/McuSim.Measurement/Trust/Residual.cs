namespace McuSim.Measurement;

/// <summary>One comparison of a simulated latency with one that somebody measured on a board and published.</summary>
/// <param name="File">The file in <c>benchmarks/hardware</c> without its ending.</param>
/// <param name="Source">Who published it, where.</param>
/// <param name="Board">The board.</param>
/// <param name="Workload">What ran.</param>
/// <param name="Published">The published figure, in <paramref name="Unit"/>.</param>
/// <param name="Simulated">The simulated figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">ms or cycles.</param>
/// <param name="IsFloatingPoint">Whether the network is not quantised; such results say nothing about int8 networks.</param>
/// <param name="Fit">What was calibrated on this point, or null for a prediction.</param>
public sealed record Residual(
    string File, string Source, string Board, string Workload, double Published, double Simulated, string Unit, bool IsFloatingPoint, string? Fit)
{
    /// <summary>Simulated against published, in percent of the latter.</summary>
    public double ErrorPercent => 100 * (Simulated - Published) / Published;
}
