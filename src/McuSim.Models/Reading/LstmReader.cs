using System.Collections.Immutable;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads UNIDIRECTIONAL_SEQUENCE_LSTM.</summary>
internal static class LstmReader
{
    /// <summary>The numbers of the inputs that are variables: what the last step gave, and the cell.</summary>
    public const int HiddenState = 18, CellState = 19;

    private const int FirstBias = 12;

    public static Lstm Read(OperatorSource source)
    {
        var options = new SequenceLstmOptions(source.Options);
        source.CheckInputs(20, 24);
        CheckVariant(source, options);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 3, 3), output = source.Ranked(source.Int8(source.Output), 3, 3);
        if (options.TimeMajor && input.Shape[1] != 1)
            throw source.Error($"its first dimension is time, with {input.Shape[1]} sequences side by side", "export the model with the batch first");
        (int batches, int inputs, int units) = (options.TimeMajor ? 1 : input.Shape[0], input.Shape[2], output.Shape[2]);
        source.CheckShape(input.Shape[0], input.Shape[1], units);
        Tensor hidden = source.Variable(HiddenState, ElementType.Int8, batches * units), cell = source.Variable(CellState, ElementType.Int16, batches * units);
        source.SameQuantization(hidden, output);
        if (cell.ZeroPoint != 0 || !float.IsPow2(cell.Scale) || cell.Scale is > 0.125f or < 1f / 32768)
            throw source.Error($"the scale of its cell, {FormattableString.Invariant($"{cell.Scale}")}, is not a power of two from 2^-15 to 2^-3", "quantise the model again");
        ImmutableArray<LstmGate> gates = [.. Enumerable.Range(0, 4).Select(gate => ReadGate(source, gate, input, hidden, inputs, units))];
        double clip = Math.Clamp(options.CellClip / (double)cell.Scale, short.MinValue, short.MaxValue);
        return new Lstm(source.Index, input, output, hidden, cell, gates, options.CellClip > 0 ? (int)clip : 0);
    }

    private static LstmGate ReadGate(OperatorSource source, int gate, Tensor input, Tensor hidden, int inputs, int units)
    {
        Tensor weights = WeightsReader.ReadSymmetric(source, 2, 0, 1 + gate), recurrent = WeightsReader.ReadSymmetric(source, 2, 0, 5 + gate);
        foreach ((Tensor tensor, Tensor from, int count) in ((Tensor, Tensor, int)[])[(weights, input, inputs), (recurrent, hidden, units)])
        {
            source.Scaled(tensor);
            if (tensor.Shape[0] != units || tensor.Shape[1] != count)
                throw source.Error($"its weights {TensorReader.Shown(tensor.Name)} have the shape {tensor.Shape} instead of {units}x{count}", "export the model again");
            source.CheckFactor((double)from.Scale * tensor.Scale * 4096);
        }

        return new LstmGate(weights, recurrent, WeightsReader.ReadBias(source, units, FirstBias + gate));
    }

    private static void CheckVariant(OperatorSource source, SequenceLstmOptions options)
    {
        string? variant = source.OptionalInput(1) is null ? "an input gate that is tied to the forget gate"
            : Enumerable.Range(9, 3).Any(i => source.OptionalInput(i) is not null) ? "peepholes"
            : Enumerable.Range(16, 2).Any(i => source.OptionalInput(i) is not null) ? "a projection"
            : Enumerable.Range(20, 4).Any(i => source.OptionalInput(i) is not null) ? "layer normalisation"
            : options.Activation != 4 ? "an activation other than TANH"
            : null;
        if (variant is not null) throw source.Error($"it has {variant}, which is not supported", "use a standard LSTM layer");
    }
}
