namespace McuSim.Models.Interpretation;

/// <summary>PAD and PADV2.</summary>
internal static class PadReference
{
    public static void Run(Pad operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        output.Fill(operation.Value);
        Shape shape = operation.Input.Shape;
        int[] steps = Steps.Of(operation.Output.Shape);
        int start = Steps.Offset(operation.Before.AsSpan(), steps);
        int[] position = new int[shape.Rank];
        foreach (sbyte value in input)
        {
            output[start + Steps.Offset(position, steps)] = value;
            Steps.Next(position, shape);
        }
    }
}
