namespace McuSim.Models.Interpretation;

/// <summary>MEAN (TensorFlow Lite reference <c>reduce.h</c>, <c>QuantizedMeanOrSum</c>).</summary>
internal static class MeanReference
{
    public static void Run(Mean operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        Shape shape = operation.Input.Shape;
        int[] kept = [.. shape.Dimensions];
        foreach (int axis in operation.Axes) kept[axis] = 1;
        int[] steps = Steps.Broadcast(new Shape([.. kept]), shape);
        int[] sums = new int[output.Length];
        int[] position = new int[shape.Rank];
        for (int i = 0; i < input.Length; i++)
        {
            sums[Steps.Offset(position, steps)] += input[i];
            Steps.Next(position, shape);
        }

        for (int i = 0; i < sums.Length; i++)
        {
            int centred = sums[i] - (operation.Count * operation.Input.ZeroPoint);
            output[i] = (sbyte)Math.Clamp(operation.Multiplier.Apply(centred) + operation.Output.ZeroPoint, -128, 127);
        }
    }
}
