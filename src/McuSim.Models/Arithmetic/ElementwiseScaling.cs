namespace McuSim.Models;

/// <summary>The three factors of ADD, SUB and MUL, each computed in the precision the TensorFlow Lite Micro kernel computes it in.</summary>
/// <param name="Left">Of the left side (ADD, SUB).</param>
/// <param name="Right">Of the right side (ADD, SUB).</param>
/// <param name="Output">Of the result.</param>
internal readonly record struct ElementwiseScaling(QuantizedMultiplier Left, QuantizedMultiplier Right, QuantizedMultiplier Output)
{
    /// <summary>From the tensors' scales (<c>add_common.cc</c>: float64; <c>sub_common.cc</c>: float32; <c>mul_common.cc</c>: float64).</summary>
    public static ElementwiseScaling Of(ElementwiseKind kind, Tensor left, Tensor right, Tensor output) => kind switch
    {
        ElementwiseKind.Add => Add(left.Scale, right.Scale, output.Scale),
        ElementwiseKind.Sub => Sub(left.Scale, right.Scale, output.Scale),
        _ => new(default, default, QuantizedMultiplier.FromReal((double)left.Scale * right.Scale / output.Scale)),
    };

    /// <summary>twice the larger input scale / (2^20 * output scale): what the output factor of ADD and SUB stands for; the kernel demands less than 1.</summary>
    public static double SumFactor(ElementwiseKind kind, float left, float right, float output)
    {
        if (kind == ElementwiseKind.Add) return 2.0 * Math.Max(left, right) / ((1 << Elementwise.LeftShift) * (double)output);
        float twiceLargest = 2 * Math.Max(left, right);
        float denominator = (1 << Elementwise.LeftShift) * output;
        return twiceLargest / denominator;
    }

    private static ElementwiseScaling Add(float left, float right, float output)
    {
        double twiceLargest = 2.0 * Math.Max(left, right);
        return new(
            QuantizedMultiplier.FromReal(left / twiceLargest),
            QuantizedMultiplier.FromReal(right / twiceLargest),
            QuantizedMultiplier.FromReal(SumFactor(ElementwiseKind.Add, left, right, output)));
    }

    private static ElementwiseScaling Sub(float left, float right, float output)
    {
        float twiceLargest = 2 * Math.Max(left, right);
        return new(
            QuantizedMultiplier.FromReal(left / twiceLargest),
            QuantizedMultiplier.FromReal(right / twiceLargest),
            QuantizedMultiplier.FromReal(SumFactor(ElementwiseKind.Sub, left, right, output)));
    }
}
