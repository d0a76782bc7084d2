namespace McuSim.Models.Interpretation;

/// <summary>MAXIMUM, MINIMUM and PRELU.</summary>
internal static class BroadcastReference
{
    public static void Run(Extremum operation, ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right, Span<sbyte> output) =>
        Run(operation.Left, left, operation.Right, right, operation.Output, output, operation.Largest ? Math.Max : Math.Min);

    public static void Run(Prelu operation, ReadOnlySpan<sbyte> input, ReadOnlySpan<sbyte> alpha, Span<sbyte> output) =>
        Run(operation.Input, input, operation.Alpha, alpha, operation.Output, output, (value, factor) =>
        {
            int difference = value - operation.Input.ZeroPoint;
            int scaled = difference >= 0 ? operation.PositiveMultiplier.Apply(difference)
                : operation.NegativeMultiplier.Apply(difference * (factor - operation.Alpha.ZeroPoint));
            return (sbyte)Math.Clamp(scaled + operation.Output.ZeroPoint, -128, 127);
        });

    private static void Run(
        Tensor leftTensor, ReadOnlySpan<sbyte> left, Tensor rightTensor, ReadOnlySpan<sbyte> right, Tensor target, Span<sbyte> output,
        Func<sbyte, sbyte, sbyte> combine)
    {
        int[] leftSteps = Steps.Broadcast(leftTensor.Shape, target.Shape);
        int[] rightSteps = Steps.Broadcast(rightTensor.Shape, target.Shape);
        int[] position = new int[target.Shape.Rank];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = combine(left[Steps.Offset(position, leftSteps)], right[Steps.Offset(position, rightSteps)]);
            Steps.Next(position, target.Shape);
        }
    }
}
