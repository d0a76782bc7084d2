using System.Collections.Immutable;

namespace McuSim.Models.Interpretation;

/// <summary>Operators that map every stored int8 value to one output: LOGISTIC, RELU, requantisation, DEQUANTIZE.</summary>
internal static class TableReference
{
    public static void Run<T>(ImmutableArray<T> table, ReadOnlySpan<sbyte> input, Span<T> output)
    {
        for (int i = 0; i < input.Length; i++) output[i] = table[input[i] + 128];
    }
}
