using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Plans a network without any toolchain: which kernel each layer gets and where every buffer lives.</summary>
public static class FirmwarePlanner
{
    /// <summary>Layouts that are tried where the first is larger than wanted.</summary>
    private const int Tries = 6;

    /// <summary>Plans a network for a core.</summary>
    /// <param name="model">The network.</param>
    /// <param name="core">The core that the kernels are chosen for.</param>
    /// <param name="options">What to favour.</param>
    /// <returns>The plan; equal for equal arguments.</returns>
    /// <exception cref="McuSimException">An operator has no kernel, or an output is a constant.</exception>
    public static Plan Plan(Model model, CoreDescription core, BuildOptions options) => PlanNetwork(model, core, options).Plan;

    /// <summary>Plans a network, keeping what the emitter needs.</summary>
    internal static PlannedNetwork PlanNetwork(Model model, CoreDescription core, BuildOptions options)
    {
        Schedule schedule = GraphPasses.Run(model.Graph, options);
        if (schedule.Outputs.FirstOrDefault(t => t.IsConstant) is { } constant)
            throw McuSimException.BadInput($"{model.Name}: output tensor {constant.Index} is a constant; remove it from the model's outputs.");

        var context = new KernelContext(core, options);
        (schedule, ImmutableArray<Unit> units, ArenaLayout layout) = PlaceInBestOrder(schedule, context);
        (int peakLayer, int peakBytes) = ArenaLayout.Peak(layout.Groups, schedule.Steps.Length);
        Kernel[] kernels = [.. units.SelectMany(u => u.Kernels)];
        ImmutableArray<KernelCall> calls = [.. units.SelectMany(u => u.Kernels.Select((k, i) => k.Call(u.Called(schedule, u.First + i), context)))];
        var lifetimes = new Lifetimes(schedule, units);
        var layers = units.SelectMany(u => Enumerable.Range(u.First, u.Last - u.First + 1).Select(i => ToLayer(schedule, i, kernels[i], calls[i]) with
        {
            Reads = [.. schedule.Steps[i].Operator.ActivationInputs.Select(t => lifetimes.Of(t).Name).Distinct()],
            Writes = lifetimes.Of(schedule.Steps[i].Operator.Output).Name,
            Scratch = u.ScratchBytes > 0 ? u.ScratchName(schedule) : null,
        }));
        var plan = new Plan([.. layers], Buffers(layout), layout.Bytes, peakLayer, Math.Min(peakBytes, layout.Bytes))
        {
            EstimatedCycles = units.Sum(u => u.Cost),
            Streams = [.. units.Where(u => u.Stream is not null).Select(u => ToStream(schedule, u, u.Stream!))],
        };
        return new(plan, schedule, calls, units) { Stage = options.Stage };
    }

    /// <summary>Places the steps in the model's order, and in another one where that takes fewer bytes, and no more cycles unless memory is the goal.</summary>
    private static (Schedule Schedule, ImmutableArray<Unit> Units, ArenaLayout Layout) PlaceInBestOrder(Schedule schedule, KernelContext context)
    {
        (ImmutableArray<Unit> units, ArenaLayout layout) = Place(schedule, context);
        if (context.Options.Stage < EngineStage.Streamed) return (schedule, units, layout);
        Schedule delayed = DelaySteps.Run(schedule);
        if (delayed.Steps == schedule.Steps) return (schedule, units, layout);
        (ImmutableArray<Unit> otherUnits, ArenaLayout otherLayout) = Place(delayed, context);
        bool mayCost = context.Options.Goal == OptimizationGoal.Memory;
        bool better = otherLayout.Bytes < layout.Bytes && (mayCost || otherUnits.Sum(u => u.Cost) <= units.Sum(u => u.Cost));
        return better ? (delayed, otherUnits, otherLayout) : (schedule, units, layout);
    }

    /// <summary>
    /// Units within the goal's budget, and the smallest arena found for them. At speed, layers stream only where the arena then has room in a
    /// faster place, and the waits that this saves are more than what streaming costs.
    /// </summary>
    private static (ImmutableArray<Unit> Units, ArenaLayout Layout) Place(Schedule schedule, KernelContext context)
    {
        BuildOptions options = context.Options;
        bool streams = options.Stage == EngineStage.Streamed;
        // What a goal gives for memory is part of the last step of an ablation; the others show only what they bring.
        OptimizationGoal goal = streams ? options.Goal : OptimizationGoal.Speed;
        var selector = new UnitSelector(schedule, new(schedule), context, streams && goal != OptimizationGoal.Speed);
        long budget = selector.Budget(goal);
        (ImmutableArray<Unit> Units, ArenaLayout Layout) best = Place(schedule, selector, budget);
        bool slow = streams && goal == OptimizationGoal.Speed && options.Costs is not { Forced: true } && best.Layout.Bytes > options.Places?.FastBytes;
        if (!slow) return best;
        selector = new(schedule, new(schedule), context, streamed: true);
        double most = selector.Cost(budget) + options.Places!.Waits(schedule);
        long limit = options.Places.FastBytes;
        for (int i = 0; i < Tries && selector.BudgetWithin(limit) is { } fast && selector.Cost(fast) < most; i++, limit = fast - 1)
        {
            (ImmutableArray<Unit> Units, ArenaLayout Layout) other = Place(schedule, selector, fast);
            if (other.Layout.Bytes <= options.Places.FastBytes) return other;
        }

        return best;
    }

    /// <summary>
    /// Units within a budget, and the smallest arena found for them. Outputs that slide over inputs tie buffers together, so when no layout
    /// reaches the budget, a larger one with fewer ties may end up smaller.
    /// </summary>
    private static (ImmutableArray<Unit> Units, ArenaLayout Layout) Place(Schedule schedule, UnitSelector selector, long budget)
    {
        (ImmutableArray<Unit> Units, ArenaLayout Layout) Try(long bytes)
        {
            ImmutableArray<Unit> units = selector.Choose(bytes);
            List<BufferGroup> groups = Liveness.Groups(schedule, new(schedule, units), units);
            return (units, OffsetAssigner.Assign(groups, ArenaLayout.Peak(groups, schedule.Steps.Length).Bytes));
        }

        (ImmutableArray<Unit> Units, ArenaLayout Layout) best = Try(budget);
        long excess = best.Layout.Bytes - budget;
        bool close = excess * 32 <= budget;
        for (int i = 1; i < Tries && !close && budget + (excess * i / Tries) < best.Layout.Bytes; i++)
        {
            (ImmutableArray<Unit> Units, ArenaLayout Layout) other = Try(budget + (excess * i / Tries));
            if (other.Layout.Bytes < best.Layout.Bytes) best = other;
        }

        return best;
    }

    private static LayerStream ToStream(Schedule schedule, Unit unit, StreamOffer stream)
    {
        var calls = ImmutableArray.CreateBuilder<StreamedRows>();
        StreamWalk.Run(stream.Graph, stream.Rows, c => calls.Add(new(unit.First + c.Stage, c.FirstRow, c.EndRow, c.KeptRow)));
        return new(unit.Name(schedule), unit.First, unit.Last, stream.Rows) { Calls = calls.ToImmutable() };
    }

    private static Layer ToLayer(Schedule schedule, int position, Kernel kernel, KernelCall call)
    {
        Step step = schedule.Steps[position];
        Operator op = step.Operator;
        return new(
            position, LayerNames.Layer(schedule, position), op.Name, op.Index, step.Fused, kernel.Name, op.Macs, call.Constants.Sum(c => c.Bytes),
            op.Output.Shape, op);
    }

    private static ImmutableArray<PlannedBuffer> Buffers(ArenaLayout layout)
    {
        var buffers = new List<PlannedBuffer>();
        for (int g = 0; g < layout.Groups.Count; g++)
        {
            string? before = null;
            foreach ((ArenaBuffer buffer, int delta) in layout.Groups[g].Members)
            {
                buffers.Add(new(buffer.Name, buffer.Tensor, layout.Offsets[g] + delta, buffer.Bytes, buffer.First, buffer.Last, before, buffer.HeldRows));
                before = buffer.Name;
            }
        }

        return [.. buffers.OrderBy(b => b.FirstLayer).ThenBy(b => b.Offset).ThenBy(b => b.Name, StringComparer.Ordinal)];
    }
}
