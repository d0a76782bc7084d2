using System.Collections.Concurrent;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;
using McuSim.Models.Zoo;

namespace McuSim.Measurement.Search;

/// <summary>
/// Plans networks for a board without building them, which takes milliseconds: their arena and constants are exact, their latency and code an estimate that
/// <see cref="Learn"/> corrects.
/// </summary>
/// <param name="board">The board.</param>
/// <param name="options">How firmware is generated.</param>
/// <param name="limits">What a network may take.</param>
public sealed class CandidateEvaluator(Board board, BuildOptions options, SearchLimits limits)
{
    private readonly ConcurrentDictionary<(double Width, int Resolution, string Blocks), Candidate> known = new();
    private readonly long flash = Math.Min(board.Region(board.Placement.Code).Size, limits.FlashBytes ?? long.MaxValue);

    /// <summary>Cycles of the board per cycle of the kernels' cost model: 1 until a network was measured, then the most that one took.</summary>
    public double CyclesPerEstimate { get; private set; } = 1;

    /// <summary>Flash for start-up and kernels, which is known only after compiling: a first guess until a network was measured, then the most that one took.</summary>
    public long CodeBytes { get; private set; } = 16 << 10;

    /// <summary>How many networks were planned.</summary>
    public int Planned => known.Count;

    /// <summary>Plans a network. May be called from several threads, but not while it learns.</summary>
    /// <param name="space">Its space.</param>
    /// <param name="genome">Its choices.</param>
    public Candidate Evaluate(SearchSpace space, Genome genome)
    {
        InvertedBottlenecks network = space.Decode(genome);
        return Judge(known.GetOrAdd((space.Width, space.Resolution, string.Join(' ', network.Stages)), _ => Plan(space, network)));
    }

    /// <summary>Takes what was measured of a network into the estimates of the others.</summary>
    /// <param name="candidate">The network.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="isFirst">Whether it replaces what was learnt before, rather than only raising it.</param>
    public void Learn(Candidate candidate, BoardOutcome outcome, bool isFirst)
    {
        if (outcome is Report report)
        {
            double cycles = (double)report.Time.Cycles / candidate.EstimatedCycles;
            CyclesPerEstimate = isFirst ? cycles : Math.Max(cycles, CyclesPerEstimate);
        }

        long? bytes = outcome switch
        {
            Report r => r.Memory.Flash.TotalBytes,
            Misfit m when m.Region == board.Placement.Code => m.NeededBytes,
            _ => null,
        };
        if (bytes is { } taken) CodeBytes = isFirst ? taken - candidate.ConstantBytes : Math.Max(taken - candidate.ConstantBytes, CodeBytes);
    }

    private Candidate Plan(SearchSpace space, InvertedBottlenecks network)
    {
        Graph graph = network.Outline(space.Resolution, space.Classes);
        var model = new Model("candidate", "", graph, HasTrainedWeights: false);
        BuildOptions chosen = FirmwareGenerator.OptionsFor(model, board, options);
        Plan plan = FirmwarePlanner.Plan(model, board.Core, chosen);
        FitResult fit = FitChecker.Check(plan, board, chosen);
        long sram = plan.ArenaBytes + chosen.StackBytes;
        bool fits = fit.Uses.Skip(1).All(u => u.OverflowBytes == 0) && !(sram > limits.SramBytes);
        return new(space, network, graph.Macs, graph.ParameterCount, plan.ArenaBytes, sram, fit.Uses[0].NeededBytes, plan.EstimatedCycles, fits);
    }

    private Candidate Judge(Candidate candidate)
    {
        double milliseconds = candidate.EstimatedCycles * CyclesPerEstimate / board.ClockHz * 1000;
        long bytes = candidate.ConstantBytes + CodeBytes;
        return candidate with { EstimatedMilliseconds = milliseconds, FlashBytes = bytes, Fits = candidate.Fits && bytes <= flash && !(milliseconds > limits.Milliseconds) };
    }
}
