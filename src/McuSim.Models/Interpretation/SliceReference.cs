namespace McuSim.Models.Interpretation;

/// <summary>STRIDED_SLICE.</summary>
internal static class SliceReference
{
    public static void Run(Slice operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        int[] steps = Steps.Of(operation.Input.Shape);
        int start = Steps.Offset(operation.Starts.AsSpan(), steps);
        int[] strides = [.. steps.Select((step, i) => step * operation.Steps[i])];
        Shape shape = new(operation.Sizes);
        int[] position = new int[shape.Rank];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = input[start + Steps.Offset(position, strides)];
            Steps.Next(position, shape);
        }
    }
}
