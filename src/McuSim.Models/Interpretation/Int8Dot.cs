using System.Numerics;
using System.Runtime.InteropServices;

namespace McuSim.Models.Interpretation;

/// <summary>The inner product that convolutions are made of.</summary>
internal static class Int8Dot
{
    /// <summary>The sum of weight * (value - zero point); wraps like the kernels' int32.</summary>
    public static int Product(ReadOnlySpan<sbyte> values, ReadOnlySpan<sbyte> weights, int zeroPoint)
    {
        int sum = 0;
        int i = 0;
        if (values.Length >= Vector<sbyte>.Count)
        {
            // value - zero point lies in -255..255 and its product with a weight in -32640..32640, so 16 bits hold both exactly.
            var offset = new Vector<short>((short)zeroPoint);
            Vector<int> sums = Vector<int>.Zero;
            for (; i <= values.Length - Vector<sbyte>.Count; i += Vector<sbyte>.Count)
            {
                Vector.Widen(new Vector<sbyte>(values[i..]), out Vector<short> valuesLow, out Vector<short> valuesHigh);
                Vector.Widen(new Vector<sbyte>(weights[i..]), out Vector<short> weightsLow, out Vector<short> weightsHigh);
                Vector.Widen((valuesLow - offset) * weightsLow, out Vector<int> a, out Vector<int> b);
                Vector.Widen((valuesHigh - offset) * weightsHigh, out Vector<int> c, out Vector<int> d);
                sums += a + b + (c + d);
            }

            sum = Vector.Sum(sums);
        }

        for (; i < values.Length; i++) sum += weights[i] * (values[i] - zeroPoint);
        return sum;
    }

    /// <summary>The sum of (weight - its zero point) * (value - zero point).</summary>
    public static int Product(ReadOnlySpan<sbyte> values, ReadOnlySpan<sbyte> weights, int zeroPoint, int weightZeroPoint)
    {
        int sum = Product(values, weights, zeroPoint);
        if (weightZeroPoint == 0) return sum;
        int total = 0;
        foreach (sbyte value in values) total += value;
        return sum - (weightZeroPoint * (total - (values.Length * zeroPoint)));
    }

    /// <summary>The int32 elements of a bias; empty when there is none.</summary>
    public static ReadOnlySpan<int> Bias(Tensor? bias) => bias is null ? default : MemoryMarshal.Cast<byte, int>(bias.Data.Span);

    /// <summary>The int8 elements of weights.</summary>
    public static ReadOnlySpan<sbyte> Weights(Tensor weights) => MemoryMarshal.Cast<byte, sbyte>(weights.Data.Span);

    /// <summary>An accumulator as a stored output.</summary>
    public static sbyte Requantize(int sum, QuantizedMultiplier multiplier, int zeroPoint, Clamp clamp) =>
        (sbyte)Math.Clamp(multiplier.Apply(sum) + zeroPoint, clamp.Min, clamp.Max);
}
