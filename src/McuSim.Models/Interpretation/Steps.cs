namespace McuSim.Models.Interpretation;

/// <summary>Walks tensors of any number of dimensions, last dimension fastest.</summary>
internal static class Steps
{
    /// <summary>Elements from one index of a dimension to the next.</summary>
    public static int[] Of(Shape shape)
    {
        var steps = new int[shape.Rank];
        int step = 1;
        for (int dimension = shape.Rank - 1; dimension >= 0; dimension--)
        {
            steps[dimension] = step;
            step *= shape[dimension];
        }

        return steps;
    }

    /// <summary>The steps of a tensor seen as one of the larger shape: 0 along dimensions that are repeated.</summary>
    public static int[] Broadcast(Shape shape, Shape target)
    {
        int[] own = Of(shape);
        var steps = new int[target.Rank];
        for (int dimension = 0; dimension < shape.Rank; dimension++)
        {
            if (shape[dimension] != 1) steps[dimension + target.Rank - shape.Rank] = own[dimension];
        }

        return steps;
    }

    /// <summary>The element at a position.</summary>
    public static int Offset(ReadOnlySpan<int> position, ReadOnlySpan<int> steps)
    {
        int offset = 0;
        for (int dimension = 0; dimension < position.Length; dimension++) offset += position[dimension] * steps[dimension];
        return offset;
    }

    /// <summary>Moves a position on by one element; back to the start after the last.</summary>
    public static void Next(Span<int> position, Shape shape)
    {
        for (int dimension = position.Length - 1; dimension >= 0; dimension--)
        {
            if (++position[dimension] < shape[dimension]) return;
            position[dimension] = 0;
        }
    }
}
