using System.Collections.Concurrent;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// ADD or SUB as one linear form in integers,
/// <c>((LeftFactor * left >> FractionBits) + (RightFactor * right >> FractionBits) + Offset) >> Shift</c>, that equals the reference for
/// every pair of inputs: each pair allows an interval of offsets, and the intervals of all 65536 pairs have one in common.
/// </summary>
internal readonly record struct LinearSum(int LeftFactor, int RightFactor, int Offset, int Shift)
{
    // The search looks at 65536 pairs; layers are asked for again and again, as a whole and in bands of rows.
    private static readonly ConcurrentDictionary<Numbers, LinearSum?> Found = [];

    /// <summary>Everything that a form depends on.</summary>
    private readonly record struct Numbers(
        ElementwiseKind Kind, float LeftScale, int LeftZero, float RightScale, int RightZero, float OutputScale, int OutputZero, Clamp Clamp, int FractionBits);

    /// <summary>Finds a form, or null.</summary>
    /// <param name="op">Equal shapes; not MUL.</param>
    /// <param name="fractionBits">How much finer than the sum the factors are.</param>
    public static LinearSum? TryFind(Elementwise op, int fractionBits)
    {
        if (op.Kind == ElementwiseKind.Mul) return null;
        var key = new Numbers(op.Kind, op.Left.Scale, op.Left.ZeroPoint, op.Right.Scale, op.Right.ZeroPoint, op.Output.Scale, op.Output.ZeroPoint, op.Clamp, fractionBits);
        return Found.GetOrAdd(key, (_, sum) => Search(sum, fractionBits), op);
    }

    private static LinearSum? Search(Elementwise op, int fractionBits)
    {
        double left = (double)op.Left.Scale / op.Output.Scale;
        double right = (op.Kind == ElementwiseKind.Sub ? -1.0 : 1.0) * op.Right.Scale / op.Output.Scale;
        int shift = 22;
        while (shift > 8 && ((Math.Abs(left) + Math.Abs(right) + 2) * 257) + 258 > Math.ScaleB(1, 31 - shift)) shift--;
        if (shift == 8) return null;
        sbyte[] outputs = Outputs(op);
        int a = (int)Math.Round(Math.ScaleB(left, shift + fractionBits)), b = (int)Math.Round(Math.ScaleB(right, shift + fractionBits));
        int step = 1 << Math.Max(fractionBits - 3, 0);
        foreach ((int da, int db) in Neighbours)
        {
            int[] lefts = Products(a + (da * step), fractionBits), rights = Products(b + (db * step), fractionBits);
            if (CommonOffset(outputs, op.Clamp, lefts, rights, shift) is { } offset) return new(a + (da * step), b + (db * step), offset, shift);
        }

        return null;
    }

    /// <summary>Small changes of both factors, smallest first.</summary>
    private static readonly (int, int)[] Neighbours =
        [.. from da in Enumerable.Range(-4, 9)
            from db in Enumerable.Range(-4, 9)
            orderby (da * da) + (db * db)
            select (da, db)];

    private static int[] Products(int factor, int fractionBits) =>
        [.. Enumerable.Range(-128, 256).Select(value => (int)((long)factor * value >> fractionBits))];

    /// <summary>What the reference gives, by the stored bytes of left and right, each from -128.</summary>
    private static sbyte[] Outputs(Elementwise op)
    {
        int[] left = Scaled(op.Left, op.LeftMultiplier), right = Scaled(op.Right, op.RightMultiplier);
        int sign = op.Kind == ElementwiseKind.Sub ? -1 : 1;
        var outputs = new sbyte[256 * 256];
        for (int i = 0; i < outputs.Length; i++)
        {
            int value = op.OutputMultiplier.Apply(left[i >> 8] + (sign * right[i & 255])) + op.Output.ZeroPoint;
            outputs[i] = (sbyte)Math.Clamp(value, op.Clamp.Min, op.Clamp.Max);
        }

        return outputs;
    }

    private static int[] Scaled(Tensor side, QuantizedMultiplier multiplier) =>
        [.. Enumerable.Range(-128, 256).Select(value => multiplier.Apply((value - side.ZeroPoint) << Elementwise.LeftShift))];

    /// <summary>An offset that fits all pairs, or null. At an end of the clamp any value beyond it will do.</summary>
    private static int? CommonOffset(sbyte[] outputs, Clamp clamp, int[] lefts, int[] rights, int shift)
    {
        long least = int.MinValue / 2, most = int.MaxValue / 2;
        for (int i = 0; i < outputs.Length; i++)
        {
            long products = (long)lefts[i >> 8] + rights[i & 255], start = (long)outputs[i] << shift;
            if (outputs[i] > clamp.Min) least = Math.Max(least, start - products);
            if (outputs[i] < clamp.Max) most = Math.Min(most, start + (1L << shift) - 1 - products);
            if (least > most) return null;
        }

        return (int)(least + ((most - least) / 2));
    }
}
