namespace McuSim.Models.Interpretation;

/// <summary>ADD, SUB and MUL with broadcasting (TensorFlow Lite reference <c>integer_ops/add.h</c>, <c>sub.h</c>, <c>integer_ops/mul.h</c>).</summary>
internal static class ElementwiseReference
{
    public static void Run(Elementwise operation, ReadOnlySpan<sbyte> left, ReadOnlySpan<sbyte> right, Span<sbyte> output)
    {
        Shape shape = operation.Output.Shape;
        int[] leftSteps = Steps.Broadcast(operation.Left.Shape, shape);
        int[] rightSteps = Steps.Broadcast(operation.Right.Shape, shape);
        int[] position = new int[shape.Rank];
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = operation.Value(left[Steps.Offset(position, leftSteps)], right[Steps.Offset(position, rightSteps)]);
            Steps.Next(position, shape);
        }
    }
}
