using System.Collections.Immutable;
using System.Reflection;

using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>The parts of a report that say what was measured.</summary>
internal static class Describe
{
    /// <summary>This program.</summary>
    public static ToolInfo Tool { get; } = new("mcusim", Version());

    /// <summary>A network.</summary>
    public static ModelInfo Model(Model model) => new(
        model.Name, model.Sha256, model.Graph.Macs, model.Graph.Operators.Length, Tensors(model.Graph.Inputs), Tensors(model.Graph.Outputs),
        model.HasTrainedWeights);

    /// <summary>A board.</summary>
    public static BoardInfo Board(Board board) => new(
        board.Name, board.Title, board.Core.Kind.ToString().Replace("Cortex", "Cortex-", StringComparison.Ordinal).Replace("Plus", "+", StringComparison.Ordinal),
        board.ClockHz, board.FileSha256);

    private static ImmutableArray<TensorInfo> Tensors(ImmutableArray<Tensor> tensors) =>
    [
        .. tensors.Select(t => new TensorInfo(
            t.Name, t.Type.ToString().ToLowerInvariant(), t.Shape.Dimensions, t.Type is ElementType.Int8 or ElementType.UInt8 ? t.Scale : null, t.Type is ElementType.Int8 or ElementType.UInt8 ? t.ZeroPoint : null)),
    ];

    private static string Version() =>
        typeof(Describe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
