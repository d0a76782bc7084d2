using System.Runtime.InteropServices;
using McuSim.Models.Flatbuffers;

namespace McuSim.Models.Writing;

/// <summary>Numbers the tensors of a graph and writes them with their buffers. Buffer 0 is the empty one, as the schema demands.</summary>
internal sealed class TensorWriter
{
    private readonly Dictionary<Tensor, int> indices = [];
    private readonly List<FlatNode> tables = [];
    private readonly List<FlatNode> buffers = [new FlatTableNode()];

    /// <summary>Numbers the inputs and outputs of the graph's operators in the order they occur; constants follow when they are asked for.</summary>
    public TensorWriter(Graph graph)
    {
        foreach (Tensor input in graph.Inputs) IndexOf(input);
        foreach (Operator step in graph.Operators) IndexOf(step.Output);
    }

    /// <summary>All tensors numbered so far.</summary>
    public FlatNode Tables => new FlatTablesNode(tables);

    /// <summary>The buffers of all constants numbered so far.</summary>
    public FlatNode Buffers => new FlatTablesNode(buffers);

    /// <summary>The number of a tensor.</summary>
    public int IndexOf(Tensor tensor)
    {
        if (indices.TryGetValue(tensor, out int index)) return index;
        indices.Add(tensor, tables.Count);
        FlatTableNode table = new FlatTableNode()
            .Node(0, FlatVectorNode.Of(tensor.Shape.Dimensions.AsSpan()))
            .Byte(1, (int)tensor.Type)
            .Int32(2, tensor.IsConstant ? buffers.Count : 0)
            .Node(3, FlatVectorNode.Of(tensor.Name));
        if (tensor.IsConstant) buffers.Add(new FlatTableNode().Node(0, new FlatVectorNode(tensor.Data.Length, tensor.Data, 16)));
        if (tensor.Quantization is { } quantization)
        {
            table.Node(4, new FlatTableNode()
                .Node(2, FlatVectorNode.Of(quantization.Scales.AsSpan()))
                .Node(3, FlatVectorNode.Of([.. quantization.ZeroPoints.Select(zeroPoint => (long)zeroPoint)]))
                .Int32(6, quantization.Axis));
        }

        tables.Add(table);
        return tables.Count - 1;
    }

    /// <summary>Adds a constant of whole numbers, such as axes; returns its number.</summary>
    public int Integers(string name, Shape shape, ReadOnlySpan<int> values) =>
        IndexOf(new Tensor(-1, name, ElementType.Int32, shape, null, MemoryMarshal.AsBytes(values).ToArray()));
}
