namespace McuSim.Models.Interpretation;

/// <summary>CONCATENATION: along the axis, runs of each input in turn.</summary>
internal static class ConcatenationReference
{
    /// <summary>Gives the values of an input.</summary>
    public delegate ReadOnlySpan<sbyte> Values(Tensor tensor);

    public static void Run(Concatenation operation, Values values, Span<sbyte> output)
    {
        int outer = operation.Output.Shape.Dimensions.Take(operation.Axis).Aggregate(1, (product, dimension) => product * dimension);
        int written = 0;
        for (int i = 0; i < outer; i++)
        {
            foreach (Tensor input in operation.Inputs)
            {
                int run = input.Shape.ElementCount / outer;
                values(input).Slice(i * run, run).CopyTo(output[written..]);
                written += run;
            }
        }
    }
}
