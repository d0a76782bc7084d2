using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Finds channels whose every element is the same number whatever the input: those of filters that are all zero, and what follows from them.</summary>
internal sealed class ConstantChannels
{
    private readonly Schedule _schedule;
    private readonly Dictionary<Tensor, int?[]> _values = [];
    private readonly Dictionary<Operator, MatrixOperator?> _matrices = new(ReferenceEqualityComparer.Instance);

    public ConstantChannels(Schedule schedule)
    {
        _schedule = schedule;
        foreach (Step step in schedule.Steps)
        {
            if (Compute(step.Operator) is { } values) _values[step.Operator.Output] = values;
        }
    }

    /// <summary>The constant value of a channel, or null when it varies.</summary>
    public int? Value(Tensor tensor, int channel) => _values.TryGetValue(_schedule.Root(tensor), out int?[]? values) ? values[channel] : null;

    /// <summary>An operator seen as a matrix, or null when it is none.</summary>
    public MatrixOperator? Matrix(Operator op)
    {
        if (_matrices.TryGetValue(op, out MatrixOperator? matrix)) return matrix;
        Tensor? root = op.ActivationInputs.IsEmpty ? null : _schedule.Root(op.ActivationInputs[0]);
        return _matrices[op] = root is null ? null : MatrixOperator.Of(op, root.Shape.Rank == 0 ? 1 : root.Shape[-1]);
    }

    private int?[]? Compute(Operator op)
    {
        if (op.Output.Type != ElementType.Int8 || op.Output.Shape.Rank == 0) return null;
        int channels = op.Output.Shape[-1];
        Func<int, int?>? value = op switch
        {
            Conv2D or FullyConnected => Sum(op),
            DepthwiseConv2D { DepthMultiplier: 1 } d => c => Depthwise(d, c),
            Pool2D p => c => Value(p.Input, c) is { } v ? Math.Clamp(v, p.Clamp.Min, p.Clamp.Max) : null,
            Relu r when SameChannels(r.Input, op) => c => Value(r.Input, c) is { } v ? r.Table[v + 128] : null,
            Logistic l when SameChannels(l.Input, op) => c => Value(l.Input, c) is { } v ? l.Table[v + 128] : null,
            Quantize { IsRequantization: true } q when SameChannels(q.Input, op) => c => Value(q.Input, c) is { } v ? q.Table[v + 128] : null,
            Mean m when ChannelClasses.KeepsChannels(m) => c => Value(m.Input, c) is { } v ? Mean(m, v) : null,
            _ => null,
        };
        return value is null ? null : [.. Enumerable.Range(0, channels).Select(value)];
    }

    private bool SameChannels(Tensor input, Operator op) => _schedule.Root(input).Shape is { Rank: > 0 } shape && shape[-1] == op.Output.Shape[-1];

    private Func<int, int?>? Sum(Operator op)
    {
        if (Matrix(op) is not { } matrix) return null;
        int[] bias = ConstantData.Int32(matrix.Bias, matrix.OutputChannels);
        return output =>
        {
            int sum = bias[output];
            for (int input = 0; input < matrix.InputChannels; input++)
            {
                if (!matrix.Reads(output, input)) continue;
                if (Value(matrix.Input, input) is not { } value || !matrix.CanFold(value)) return null;
                sum = unchecked(sum + matrix.Contribution(output, input, value));
            }

            return Math.Clamp(unchecked(matrix.Multipliers[output].Apply(sum) + op.Output.ZeroPoint), matrix.Clamp.Min, matrix.Clamp.Max);
        };
    }

    private int? Depthwise(DepthwiseConv2D op, int channel)
    {
        ReadOnlySpan<sbyte> weights = ConstantData.Int8(op.Weights);
        int sum = 0;
        bool zero = true;
        for (int i = channel; i < weights.Length; i += op.Output.Shape[3])
        {
            sum += weights[i];
            zero &= weights[i] == 0;
        }

        int value = op.Input.ZeroPoint;
        if (!zero)
        {
            if (Value(op.Input, channel) is not { } input) return null;
            if (input != op.Input.ZeroPoint && MatrixOperator.ReachesOutside(op.Window, op.Input, op.Output)) return null;
            value = input;
        }

        int total = unchecked(ConstantData.Int32(op.Bias, op.Output.Shape[3])[channel] + (sum * (value - op.Input.ZeroPoint)));
        return Math.Clamp(unchecked(op.Multipliers[channel].Apply(total) + op.Output.ZeroPoint), op.Clamp.Min, op.Clamp.Max);
    }

    private static int Mean(Mean op, int value) => Math.Clamp(
        unchecked(op.Multiplier.Apply((op.Count * value) - (op.Count * op.Input.ZeroPoint)) + op.Output.ZeroPoint), -128, 127);
}
