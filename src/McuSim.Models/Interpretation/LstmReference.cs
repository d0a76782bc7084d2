using System.Runtime.InteropServices;

namespace McuSim.Models.Interpretation;

/// <summary>UNIDIRECTIONAL_SEQUENCE_LSTM (TensorFlow Lite Micro <c>lstm_eval.h</c>).</summary>
internal static class LstmReference
{
    /// <summary>Runs all steps; the variables hold what the last one left.</summary>
    public static void Run(Lstm operation, ReadOnlySpan<sbyte> input, Span<sbyte> hidden, Span<short> cell, Span<sbyte> output)
    {
        int units = operation.Units, row = 0;
        for (int batch = 0; batch < operation.Batches; batch++)
        {
            Span<sbyte> given = hidden.Slice(batch * units, units);
            for (int step = 0; step < operation.Steps; step++, row++)
            {
                Span<sbyte> result = output.Slice(row * units, units);
                RunStep(operation, input.Slice(row * operation.InputCount, operation.InputCount), given, cell.Slice(batch * units, units), result);
                result.CopyTo(given);
            }
        }
    }

    private static void RunStep(Lstm operation, ReadOnlySpan<sbyte> input, ReadOnlySpan<sbyte> given, Span<short> cell, Span<sbyte> output)
    {
        for (int unit = 0; unit < cell.Length; unit++)
        {
            int enters = Int16Functions.Logistic(3 * Sum(operation, 0, unit, input, given));
            int stays = Int16Functions.Logistic(3 * Sum(operation, 1, unit, input, given));
            int value = Int16Functions.Tanh(3 * Sum(operation, 2, unit, input, given));
            int leaves = Int16Functions.Logistic(3 * Sum(operation, 3, unit, input, given));
            int kept = Saturate(operation.Forget.Apply(stays * cell[unit]));
            int next = Saturate(kept + Saturate(operation.Update.Apply(enters * value)));
            if (operation.CellClip > 0) next = Math.Clamp(next, -operation.CellClip, operation.CellClip);
            cell[unit] = (short)next;
            int shown = operation.Give.Apply(Int16Functions.Tanh(Scaled(next, operation.CellShift)) * leaves) + operation.Output.ZeroPoint;
            output[unit] = (sbyte)Math.Clamp(shown, -128, 127);
        }
    }

    private static int Scaled(int cell, int shift) => shift >= 0 ? cell * (3 << shift) : ((cell * 3) + (1 << (-shift - 1))) >> -shift;

    private static int Sum(Lstm operation, int gate, int unit, ReadOnlySpan<sbyte> input, ReadOnlySpan<sbyte> given)
    {
        LstmGate g = operation.Gates[gate];
        int bias = g.Bias is null ? 0 : MemoryMarshal.Cast<byte, int>(g.Bias.Data.Span)[unit];
        int fromInput = Saturate(LstmGate.Multiplier(operation.Input, g.Weights).Apply(unchecked(Dot(input, g.Weights, unit, operation.Input.ZeroPoint) + bias)));
        int fromBefore = Saturate(LstmGate.Multiplier(operation.Hidden, g.Recurrent).Apply(Dot(given, g.Recurrent, unit, operation.Hidden.ZeroPoint)));
        return Saturate(fromInput + fromBefore);
    }

    private static int Dot(ReadOnlySpan<sbyte> values, Tensor weights, int unit, int zeroPoint)
    {
        ReadOnlySpan<sbyte> row = MemoryMarshal.Cast<byte, sbyte>(weights.Data.Span).Slice(unit * values.Length, values.Length);
        int sum = 0;
        for (int i = 0; i < row.Length; i++) sum = unchecked(sum + (row[i] * (values[i] - zeroPoint)));
        return sum;
    }

    private static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);
}
