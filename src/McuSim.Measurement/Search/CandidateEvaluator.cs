using System.Collections.Concurrent;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;
using McuSim.Models.Zoo;

namespace McuSim.Measurement.Search;

/// <summary>Plans networks for a board without building them, which takes milliseconds: their arena is exact, their latency an estimate.</summary>
/// <param name="board">The board.</param>
/// <param name="options">How firmware is generated.</param>
/// <param name="limits">What a network may take.</param>
public sealed class CandidateEvaluator(Board board, BuildOptions options, SearchLimits limits)
{
    /// <summary>Flash for start-up and kernels, which is known only after compiling.</summary>
    private const long CodeBytes = 24 << 10;

    private readonly ConcurrentDictionary<(double Width, int Resolution, string Blocks), Candidate> known = new();

    /// <summary>Cycles of the board per cycle of the kernels' cost model: 1 until networks were measured.</summary>
    public double CyclesPerEstimate { get; set; } = 1;

    /// <summary>How many networks were planned.</summary>
    public int Planned => known.Count;

    /// <summary>Plans a network. May be called from several threads.</summary>
    /// <param name="space">Its space.</param>
    /// <param name="genome">Its choices.</param>
    public Candidate Evaluate(SearchSpace space, Genome genome)
    {
        InvertedBottlenecks network = space.Decode(genome);
        Candidate candidate = known.GetOrAdd((space.Width, space.Resolution, string.Join(' ', network.Stages)), _ => Plan(space, network));
        double milliseconds = candidate.EstimatedCycles * CyclesPerEstimate / board.ClockHz * 1000;
        return candidate with { EstimatedMilliseconds = milliseconds, Fits = candidate.Fits && !(milliseconds > limits.Milliseconds) };
    }

    private Candidate Plan(SearchSpace space, InvertedBottlenecks network)
    {
        Graph graph = network.Outline(space.Resolution, space.Classes);
        var model = new Model("candidate", "", graph, HasTrainedWeights: false);
        BuildOptions chosen = FirmwareGenerator.OptionsFor(model, board, options);
        Plan plan = FirmwarePlanner.Plan(model, board.Core, chosen);
        FitResult fit = FitChecker.Check(plan, board, chosen);
        long flash = fit.Uses[0].NeededBytes + CodeBytes, sram = plan.ArenaBytes + chosen.StackBytes;
        bool fits = flash <= Math.Min(fit.Uses[0].CapacityBytes, limits.FlashBytes ?? long.MaxValue)
            && fit.Uses.Skip(1).All(u => u.OverflowBytes == 0) && sram <= (limits.SramBytes ?? long.MaxValue);
        return new(space, network, graph.Macs, graph.ParameterCount, plan.ArenaBytes, sram, flash, plan.EstimatedCycles, fits);
    }
}
