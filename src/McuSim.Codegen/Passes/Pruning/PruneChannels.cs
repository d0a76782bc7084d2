using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Removes channels that nothing depends on: those that every reader multiplies by zero, and those that are always the same number, which
/// goes into the readers' biases. No output changes by a bit. Training with sparsity leaves such filters; in some published networks they
/// are the majority.
/// </summary>
internal sealed class PruneChannels
{
    private readonly Schedule _schedule;
    private readonly ConstantChannels _constants;
    private readonly KeptChannels _kept;
    private readonly Dictionary<Tensor, Tensor> _slim = [];

    private PruneChannels(Schedule schedule)
    {
        _schedule = schedule;
        _constants = new(schedule);
        _kept = new(schedule, _constants);
    }

    /// <summary>Runs the pass.</summary>
    public static Schedule Run(Schedule schedule) => new PruneChannels(schedule).Rewrite();

    private Schedule Rewrite() => _schedule with
    {
        Steps = [.. _schedule.Steps.Select(s => s with { Operator = Rewrite(s.Operator) })],
        Aliases = _schedule.Aliases.ToImmutableDictionary(a => Slim(a.Key), a => Slim(a.Value)),
    };

    private Operator Rewrite(Operator op)
    {
        bool same = op.ActivationInputs.Append(op.Output).All(t => _kept.Of(t).IsDefault);
        return same ? op : op switch
        {
            Conv2D o => Conv(o),
            FullyConnected o => Matrix(o),
            DepthwiseConv2D o => Depthwise(o),
            Pool2D o => o with { Input = Slim(o.Input), Output = Slim(o.Output) },
            Relu o => o with { Input = Slim(o.Input), Output = Slim(o.Output) },
            Logistic o => o with { Input = Slim(o.Input), Output = Slim(o.Output) },
            Quantize o => o with { Input = Slim(o.Input), Output = Slim(o.Output) },
            Mean o => o with { Input = Slim(o.Input), Output = Slim(o.Output) },
            Pad o => o with { Input = Slim(o.Input), Output = Slim(o.Output) },
            Elementwise o => o with { Left = Slim(o.Left), Right = Slim(o.Right), Output = Slim(o.Output) },
            _ => op,
        };
    }

    private Conv2D Conv(Conv2D op)
    {
        (Tensor weights, Tensor? bias) = Slice(_constants.Matrix(op)!, w => Shape.Of(w.Rows, op.Weights.Shape[1], op.Weights.Shape[2], w.Columns));
        return new(op.Index, Slim(op.Input), weights, bias, Slim(op.Output), op.Window, op.Clamp);
    }

    private FullyConnected Matrix(FullyConnected op)
    {
        int channels = _schedule.Root(op.Input).Shape[-1];
        (Tensor weights, Tensor? bias) = Slice(_constants.Matrix(op)!, w => Shape.Of(w.Rows, op.InputCount / channels * w.Columns));
        return new(op.Index, Slim(op.Input), weights, bias, Slim(op.Output), op.Clamp);
    }

    private DepthwiseConv2D Depthwise(DepthwiseConv2D op)
    {
        ImmutableArray<int> kept = _kept.Of(op.Output);
        int channels = op.Output.Shape[3];
        byte[] data = [.. Enumerable.Range(0, op.Weights.ByteCount / channels).SelectMany(tap => kept.Select(c => op.Weights.Data.Span[(tap * channels) + c]))];
        Tensor weights = Sliced(op.Weights, Shape.Of(1, op.Weights.Shape[1], op.Weights.Shape[2], kept.Length), data, kept);
        Tensor? bias = op.Bias is null ? null : Bias(op.Bias, [.. kept.Select(c => ConstantData.Int32(op.Bias, channels)[c])]);
        return new(op.Index, Slim(op.Input), weights, bias, Slim(op.Output), op.Window, op.Clamp);
    }

    /// <summary>Weights and bias for the kept channels; what dropped inputs add goes into the bias.</summary>
    private (Tensor Weights, Tensor? Bias) Slice(MatrixOperator op, Func<(int Rows, int Columns), Shape> shape)
    {
        ImmutableArray<int> rows = OrAll(_kept.Of(op.Operator.Output), op.OutputChannels), columns = OrAll(_kept.Of(op.Input), op.InputChannels);
        int[] dropped = [.. Enumerable.Range(0, op.InputChannels).Except(columns)];
        int[] bias = ConstantData.Int32(op.Bias, op.OutputChannels);
        foreach (int input in dropped)
        {
            if (_constants.Value(op.Input, input) is not { } value || !op.CanFold(value)) continue; // only read with weight zero
            foreach (int output in rows) bias[output] = unchecked(bias[output] + op.Contribution(output, input, value));
        }

        byte[] data = new byte[rows.Length * (op.RowLength / op.InputChannels) * columns.Length];
        int at = 0;
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> weights = op.Weights.Data.Span.Slice(row * op.RowLength, op.RowLength);
            for (int tap = 0; tap < op.RowLength; tap += op.InputChannels)
            {
                foreach (int column in columns) data[at++] = weights[tap + column];
            }
        }

        int[] keptBias = [.. rows.Select(r => bias[r])];
        return (Sliced(op.Weights, shape((rows.Length, columns.Length)), data, rows), Bias(op.Bias, keptBias));
    }

    private static Tensor Sliced(Tensor weights, Shape shape, byte[] data, ImmutableArray<int> kept)
    {
        Quantization quantization = weights.Quantization!;
        if (quantization.IsPerChannel)
            quantization = quantization with { Scales = [.. kept.Select(c => quantization.Scales[c])], ZeroPoints = [.. kept.Select(c => quantization.ZeroPoints[c])] };
        return weights with { Shape = shape, Data = data, Quantization = quantization };
    }

    private static Tensor Bias(Tensor? bias, int[] values)
    {
        byte[] data = new byte[values.Length * sizeof(int)];
        for (int i = 0; i < values.Length; i++) System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(i * sizeof(int)), values[i]);
        return bias is null
            ? new(-1, "folded constants", ElementType.Int32, Shape.Of(values.Length), null, data)
            : bias with { Shape = Shape.Of(values.Length), Data = data };
    }

    private static ImmutableArray<int> OrAll(ImmutableArray<int> kept, int count) => kept.IsDefault ? [.. Enumerable.Range(0, count)] : kept;

    /// <summary>The tensor without its dropped channels.</summary>
    private Tensor Slim(Tensor tensor)
    {
        if (tensor.IsConstant || _kept.Of(tensor) is not { IsDefault: false } kept) return tensor;
        if (_slim.TryGetValue(tensor, out Tensor? slim)) return slim;
        int channels = _schedule.Root(tensor).Shape[-1];
        int last = tensor.Shape[-1] / channels * kept.Length;
        return _slim[tensor] = tensor with { Shape = new([.. tensor.Shape.Dimensions.RemoveAt(tensor.Shape.Rank - 1), last]) };
    }
}
