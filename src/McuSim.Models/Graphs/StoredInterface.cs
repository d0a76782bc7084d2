using System.Collections.Immutable;

namespace McuSim.Models;

/// <summary>
/// Lets the user give and take the stored int8 numbers of a network whose file asks for float32: a QUANTIZE of an input and a DEQUANTIZE to an
/// output, which only convert, become the user's task, and the float32 tensors, four times as large, are not kept.
/// </summary>
public static class StoredInterface
{
    /// <summary>The network with stored numbers at its ends, or the same network where there is nothing to leave out.</summary>
    public static Model Of(Model model)
    {
        Graph graph = model.Graph;
        List<Operator> operators = [.. graph.Operators];
        ImmutableArray<Tensor> inputs = [.. graph.Inputs.Select(input => Stored(graph, input, operators))];
        ImmutableArray<Tensor> outputs = [.. graph.Outputs.Select(output => Stored(output, operators, inputs))];
        return operators.Count == graph.Operators.Length ? model : model with { Graph = graph with { Operators = [.. operators], Inputs = inputs, Outputs = outputs } };
    }

    /// <summary>What the only reader of a float32 input makes of it.</summary>
    private static Tensor Stored(Graph graph, Tensor input, List<Operator> operators)
    {
        Operator[] readers = [.. operators.Where(o => o.ActivationInputs.Contains(input))];
        if (input.Type != ElementType.Float32 || readers is not [Quantize quantize] || graph.Outputs.Contains(input) || graph.Outputs.Contains(quantize.Output)) return input;
        operators.Remove(quantize);
        return quantize.Output;
    }

    /// <summary>What a float32 output is made of.</summary>
    private static Tensor Stored(Tensor output, List<Operator> operators, ImmutableArray<Tensor> inputs)
    {
        if (operators.FirstOrDefault(o => o.Output == output) is not Dequantize dequantize || inputs.Contains(dequantize.Input) || dequantize.Input.IsConstant) return output;
        if (operators.Any(o => o.ActivationInputs.Contains(output))) return output;
        operators.Remove(dequantize);
        return dequantize.Input;
    }
}
