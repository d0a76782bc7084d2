using McuSim.Models;

namespace McuSim.Tests.Models;

/// <summary>Compares graphs that hold different tensor objects.</summary>
internal static class GraphAssert
{
    public static void Same(Graph expected, Graph actual)
    {
        Assert.Equal(Describe(expected), Describe(actual));
        Assert.Equal(expected.Operators.Length, actual.Operators.Length);
        foreach ((Operator left, Operator right) in expected.Operators.Zip(actual.Operators))
        {
            foreach ((Tensor a, Tensor b) in TensorsOf(left).Zip(TensorsOf(right))) Assert.True(a.Data.Span.SequenceEqual(b.Data.Span), $"data of {a.Name}");
        }
    }

    /// <summary>Everything but the constants' bytes and the tensors' numbers, as text.</summary>
    private static string Describe(Graph graph)
    {
        var order = new Dictionary<Tensor, int>();
        return string.Join('\n', [
            string.Join(' ', graph.Inputs.Select(Name)),
            .. graph.Operators.Select(step => $"{step.Name} {Numbers(step)}: {string.Join(' ', TensorsOf(step).Select(Name))}"),
            string.Join(' ', graph.Outputs.Select(Name)),
        ]);

        string Name(Tensor tensor)
        {
            order.TryAdd(tensor, order.Count);
            Quantization? q = tensor.Quantization;
            return FormattableString.Invariant($"{order[tensor]}:{tensor.Type} {tensor.Shape} {tensor.IsConstant} ")
                + (q is null ? "plain" : $"{string.Join(',', q.Scales.Select(BitConverter.SingleToInt32Bits))} {string.Join(',', q.ZeroPoints)} {q.Axis}");
        }
    }

    private static IEnumerable<Tensor> TensorsOf(Operator step) => step switch
    {
        Conv2D o => Given(o.Input, o.Weights, o.Bias, o.Output),
        DepthwiseConv2D o => Given(o.Input, o.Weights, o.Bias, o.Output),
        FullyConnected o => Given(o.Input, o.Weights, o.Bias, o.Output),
        TransposeConv o => Given(o.Input, o.Weights, o.Bias, o.Output),
        Prelu o => [o.Input, o.Alpha, o.Output],
        Extremum o => [o.Left, o.Right, o.Output],
        Elementwise o => [o.Left, o.Right, o.Output],
        Concatenation o => [.. o.Inputs, o.Output],
        _ => [.. step.ActivationInputs, step.Output],
    };

    private static IEnumerable<Tensor> Given(params Tensor?[] tensors) => tensors.OfType<Tensor>();

    private static string Numbers(Operator step) => step switch
    {
        Conv2D o => $"{o.Window} {o.Clamp} {string.Join(',', o.Multipliers)}",
        DepthwiseConv2D o => $"{o.Window} {o.Clamp} {string.Join(',', o.Multipliers)}",
        FullyConnected o => $"{o.Clamp} {string.Join(',', o.Multipliers)}",
        Pool2D o => $"{o.Window} {o.Clamp}",
        Elementwise o => $"{o.Clamp} {o.LeftMultiplier} {o.RightMultiplier} {o.OutputMultiplier}",
        Pad o => $"{string.Join(',', o.Before)} {string.Join(',', o.After)} {o.Value}",
        Mean o => $"{string.Join(',', o.Axes)} {o.Multiplier}",
        Concatenation o => $"{o.Axis}",
        TableOperator o => string.Join(',', o.Table),
        Quantize o => string.Join(',', o.Table),
        Prelu o => $"{o.PositiveMultiplier} {o.NegativeMultiplier}",
        ResizeBilinear o => $"{string.Join(',', o.Rows)} {string.Join(',', o.Columns)}",
        TransposeConv o => $"{o.Window} {o.Clamp} {string.Join(',', o.Multipliers)}",
        Slice o => $"{string.Join(',', o.Starts)} {string.Join(',', o.Steps)} {string.Join(',', o.Sizes)}",
        Transpose o => string.Join(',', o.Permutation),
        ResizeNearestNeighbor o => $"{o.AlignCorners} {o.HalfPixelCenters}",
        Softmax o => $"{o.InputMultiplier} {o.DiffMin}",
        Relu o => $"{o.Clamp}",
        _ => "",
    };
}
