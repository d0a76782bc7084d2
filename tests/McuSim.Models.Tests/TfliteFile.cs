using System.Runtime.InteropServices;
using McuSim.Models;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Tflite;

namespace McuSim.Tests.Models;

/// <summary>Puts files together that <see cref="ModelWriter"/> would not write: other operators, odd tensors, damage with intent.</summary>
internal sealed class TfliteFile
{
    private readonly List<FlatNode> others = [];
    private List<FlatNode> tensors = [];
    private readonly List<FlatNode> buffers = [new FlatTableNode()];
    private readonly List<FlatNode> codes = [];
    private List<FlatNode> operators = [];

    /// <summary>Adds an activation of 8-bit integers.</summary>
    public int Int8(int[] shape, float scale = 0.5f, int zeroPoint = 0) => Tensor(9, shape, null, [scale], [zeroPoint]);

    /// <summary>Adds a constant of int32, or an int32 tensor without a value.</summary>
    public int Int32(int[] shape, params int[] values) =>
        Tensor(2, shape, values.Length == 0 ? null : MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    /// <summary>Adds any tensor.</summary>
    public int Tensor(int type, int[] shape, byte[]? data, float[]? scales = null, long[]? zeroPoints = null, int axis = 0, bool variable = false)
    {
        var table = new FlatTableNode()
            .Node(0, FlatVectorNode.Of(shape)).Byte(1, type).Int32(2, data is null ? 0 : buffers.Count).Node(3, FlatVectorNode.Of($"t{tensors.Count}"));
        if (scales is not null)
            table.Node(4, new FlatTableNode().Node(2, FlatVectorNode.Of(scales)).Node(3, FlatVectorNode.Of(zeroPoints ?? [])).Int32(6, axis));
        if (variable) table.Byte(5, 1);
        if (data is not null) buffers.Add(new FlatTableNode().Node(0, new FlatVectorNode(data.Length, data, 16)));
        tensors.Add(table);
        return tensors.Count - 1;
    }

    /// <summary>Adds an operator.</summary>
    public TfliteFile Operator(string name, int[] inputs, int[] outputs, FlatTableNode? options = null, int version = 1, bool oldCode = false)
    {
        int code = BuiltinOperators.CodeOf(name);
        codes.Add(oldCode ? new FlatTableNode().Byte(0, code) : new FlatTableNode().Int32(2, version).Int32(3, code));
        var table = new FlatTableNode().Int32(0, codes.Count - 1).Node(1, FlatVectorNode.Of(inputs)).Node(2, FlatVectorNode.Of(outputs));
        if (options is not null) table.Byte(3, 1).Node(4, options);
        operators.Add(table);
        return this;
    }

    /// <summary>Makes what was added so far graph 1 (2, ...) of the file; what comes now is the main graph.</summary>
    public TfliteFile EndOtherGraph()
    {
        others.Add(GraphTable([], []));
        (tensors, operators) = ([], []);
        return this;
    }

    /// <summary>The bytes.</summary>
    public byte[] Write(int[] inputs, int[] outputs, int version = 3)
    {
        FlatNode graph = GraphTable(inputs, outputs);
        return FlatNode.WriteFile(
            new FlatTableNode().Int32(0, version).Node(1, new FlatTablesNode(codes)).Node(2, new FlatTablesNode([graph, .. others])).Node(4, new FlatTablesNode(buffers)), "TFL3");
    }

    private FlatTableNode GraphTable(int[] inputs, int[] outputs) => new FlatTableNode()
        .Node(0, new FlatTablesNode(tensors)).Node(1, FlatVectorNode.Of(inputs)).Node(2, FlatVectorNode.Of(outputs)).Node(3, new FlatTablesNode(operators));

    /// <summary>The bytes, read.</summary>
    public Graph Read(int[] inputs, int[] outputs) => ModelReader.Read("test", Write(inputs, outputs)).Graph;
}
