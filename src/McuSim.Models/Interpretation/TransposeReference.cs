namespace McuSim.Models.Interpretation;

/// <summary>TRANSPOSE.</summary>
internal static class TransposeReference
{
    public static void Run(Transpose operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        int[] own = Steps.Of(operation.Input.Shape);
        int[] steps = [.. operation.Permutation.Select(dimension => own[dimension])];
        int[] position = new int[steps.Length];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = input[Steps.Offset(position, steps)];
            Steps.Next(position, operation.Output.Shape);
        }
    }
}
