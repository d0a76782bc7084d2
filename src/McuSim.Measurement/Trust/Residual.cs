namespace McuSim.Measurement;

/// <summary>One comparison of a simulated latency with one that somebody measured on a board and published.</summary>
/// <param name="File">The file in <c>benchmarks/hardware</c> without its ending.</param>
/// <param name="Source">Who published it, where.</param>
/// <param name="Board">The board.</param>
/// <param name="Workload">What ran.</param>
/// <param name="Published">The published figure, in <paramref name="Unit"/>.</param>
/// <param name="Simulated">The simulated figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">ms or cycles.</param>
/// <param name="Other">What ran that is no int8 network ("floating point", "other code"), or null; such results count for no interval.</param>
/// <param name="Fit">What was calibrated on this point, or null for a prediction.</param>
public sealed record Residual(
    string File, string Source, string Board, string Workload, double Published, double Simulated, string Unit, string? Other, string? Fit)
{
    /// <summary>Simulated against published, in percent of the latter.</summary>
    public double ErrorPercent => 100 * (Simulated - Published) / Published;
}
