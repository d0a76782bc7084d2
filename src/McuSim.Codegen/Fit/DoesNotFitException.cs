using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A network does not fit a board (exit code 4): which region, by how much, and what fills it.</summary>
public sealed class DoesNotFitException : McuSimException
{
    private DoesNotFitException(string message, RegionUse use, Plan plan, Layer? layer, ImmutableArray<PlannedBuffer> alive)
        : base(ExitCode.DoesNotFit, message) => (Use, Plan, PeakLayer, AliveAtPeak) = (use, plan, layer, alive);

    /// <summary>The region that is too small, with the bytes needed, the capacity and the overflow.</summary>
    public RegionUse Use { get; }

    /// <summary>The memory plan.</summary>
    public Plan Plan { get; }

    /// <summary>The layer during which the most bytes of the arena are alive; null when that is before the first or after the last.</summary>
    public Layer? PeakLayer { get; }

    /// <summary>The buffers alive then, largest first.</summary>
    public ImmutableArray<PlannedBuffer> AliveAtPeak { get; }

    /// <summary>Describes the largest overflow of a fit that failed.</summary>
    internal static DoesNotFitException Of(Model model, Board board, Plan plan, FitResult fit)
    {
        RegionUse use = fit.Uses.MaxBy(u => u.OverflowBytes)!;
        Layer? layer = plan.PeakLayer >= 0 && plan.PeakLayer < plan.Layers.Length ? plan.Layers[plan.PeakLayer] : null;
        ImmutableArray<PlannedBuffer> alive =
            [.. plan.Buffers.Where(b => b.FirstLayer <= plan.PeakLayer && plan.PeakLayer <= b.LastLayer).OrderByDescending(b => b.Bytes)];
        string what = string.Create(
            CultureInfo.InvariantCulture,
            $"{model.Name} does not fit {board.Name}: {use.Region} has {use.CapacityBytes} bytes and {use.Purpose} would take {use.NeededBytes}, {use.OverflowBytes} more than there are");
        string why = use.Purpose.Contains("arena", StringComparison.Ordinal) ? Peak(plan, layer, alive) : Largest(plan);
        return new($"{what}; {why}", use, plan, layer, alive);
    }

    private static string Peak(Plan plan, Layer? layer, ImmutableArray<PlannedBuffer> alive) => string.Create(
        CultureInfo.InvariantCulture,
        $"the arena is fullest in {layer?.Name ?? "the inputs and outputs"} ({plan.PeakBytes} bytes alive: {string.Join(", ", alive.Take(3).Select(b => $"{b.Name} {b.Bytes.ToString(CultureInfo.InvariantCulture)}"))}): choose a smaller input{Int8(alive)} or a board with more memory.");

    private static string Int8(ImmutableArray<PlannedBuffer> alive) =>
        alive.Any(b => b.Tensor is { Type: ElementType.Float32 }) ? ", int8 numbers in place of float32 ones (--int8-interface)," : string.Empty;

    private static string Largest(Plan plan)
    {
        Layer? largest = plan.Layers.MaxBy(l => l.ConstantBytes);
        return largest is null ? "choose a board with more flash." : string.Create(
            CultureInfo.InvariantCulture,
            $"the most constants are those of {largest.Name} ({largest.ConstantBytes} bytes): choose a smaller network or a board with more flash.");
    }
}
