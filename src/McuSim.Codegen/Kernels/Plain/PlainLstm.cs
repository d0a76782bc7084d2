using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>UNIDIRECTIONAL_SEQUENCE_LSTM for any core; with SMLAD where there is DSP.</summary>
internal sealed class PlainLstm : Kernel<Lstm>
{
    /// <inheritdoc/>
    public override string Name => "lstm";

    /// <inheritdoc/>
    protected override KernelOffer Offer(Lstm op, KernelContext context) => new((op.Macs * 5) + (op.Output.ByteCount * 200L));

    /// <inheritdoc/>
    protected override KernelCall Call(Lstm op, KernelContext context)
    {
        ImmutableArray<int> Bias(Func<LstmGate, (Tensor? Bias, Tensor Weights)> of, Tensor input) =>
            [.. op.Gates.SelectMany(g => ConstantData.FoldedBias(of(g).Bias, of(g).Weights, op.Units, channelsLast: false, input.ZeroPoint))];
        KernelCall call = new KernelCall("lstm", "lstm", "plain/lstm.h")
            .With("input", op.Input).With("output", op.Output).With("hidden", op.Hidden)
            .With("cell", new TensorArgument(op.Cell, "lstm_cell *"))
            .WithConstants("weights", ConstantType.Int8, [.. op.Gates.SelectMany(g => ConstantData.Int8Values(g.Weights))], "gate (input, forget, cell, output), unit, input")
            .WithConstants("recurrent", ConstantType.Int8, [.. op.Gates.SelectMany(g => ConstantData.Int8Values(g.Recurrent))], "gate, unit, unit of the step before")
            .WithConstants("bias", ConstantType.Int32, Bias(g => (g.Bias, g.Weights), op.Input), "bias - input zero point * sum of the unit's weights")
            .WithConstants("recurrent_bias", ConstantType.Int32, Bias(g => (null, g.Recurrent), op.Hidden), "-zero point * sum of the unit's weights")
            .WithConstants("sigmoid", ConstantType.Int16, [.. Int16Functions.SigmoidTable.Select(v => v - 32768)], "65536 / (1 + exp(-i / 24)) - 32768");
        call = Factors(call, "", [.. op.Gates.Select(g => LstmGate.Multiplier(op.Input, g.Weights))]);
        call = Factors(call, "recurrent_", [.. op.Gates.Select(g => LstmGate.Multiplier(op.Hidden, g.Recurrent))]);
        foreach ((string name, QuantizedMultiplier factor) in ((string, QuantizedMultiplier)[])[("forget", op.Forget), ("update", op.Update), ("give", op.Give)])
            call = call.With($"{name}_multiplier", factor.Multiplier).With($"{name}_shift", factor.Shift);
        return call
            .With("cell_shift", op.CellShift).With("cell_clip", op.CellClip)
            .With("batches", op.Batches).With("steps", op.Steps).With("inputs", op.InputCount).With("units", op.Units)
            .With("output_zero_point", op.Output.ZeroPoint)
            .With("by_words", context.Core.HasDsp ? 1 : 0);
    }

    private static KernelCall Factors(KernelCall call, string prefix, ImmutableArray<QuantizedMultiplier> factors) => call
        .With($"{prefix}multipliers", [.. factors.Select(f => f.Multiplier)])
        .With($"{prefix}shifts", [.. factors.Select(f => f.Shift)]);
}
