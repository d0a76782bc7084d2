using System.Security.Cryptography;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Tflite;
using McuSim.Models.Writing;

namespace McuSim.Models;

/// <summary>Writes graphs as <c>.tflite</c> files (schema version 3). The same graph gives the same bytes.</summary>
public static class ModelWriter
{
    /// <summary>The file's bytes.</summary>
    /// <exception cref="Common.McuSimException">A window or clamp has numbers that the format cannot express, or the network has variables or comes from a file of uint8.</exception>
    public static byte[] Write(Graph graph)
    {
        if (!graph.States.IsEmpty)
            throw Common.McuSimException.BadInput("A network with variables (LSTM, ASSIGN_VARIABLE) cannot be written as .tflite; use the file that it came from.");
        if (graph.Operators.Any(step => step.Output.Quantization is { IsFromUInt8: true }))
            throw Common.McuSimException.BadInput("A network of uint8 cannot be written as int8, which rounds in other ways; use the file that it came from.");
        var tensors = new TensorWriter(graph);
        var codes = new List<(int Code, int Version)>();
        var operators = new List<FlatNode>();
        foreach (Operator step in graph.Operators)
        {
            EncodedOperator encoded = OperatorEncoder.Encode(step, tensors);
            (int, int) code = (BuiltinOperators.CodeOf(encoded.Name), encoded.Version);
            if (!codes.Contains(code)) codes.Add(code);
            FlatTableNode table = new FlatTableNode()
                .Int32(0, codes.IndexOf(code))
                .Node(1, FlatVectorNode.Of(encoded.Inputs))
                .Node(2, FlatVectorNode.Of([tensors.IndexOf(step.Output)]));
            if (encoded.OptionsType != 0) table.Byte(3, encoded.OptionsType).Node(4, encoded.Options);
            operators.Add(table);
        }

        FlatTableNode subGraph = new FlatTableNode()
            .Node(0, tensors.Tables)
            .Node(1, FlatVectorNode.Of([.. graph.Inputs.Select(tensors.IndexOf)]))
            .Node(2, FlatVectorNode.Of([.. graph.Outputs.Select(tensors.IndexOf)]))
            .Node(3, new FlatTablesNode(operators))
            .Node(4, FlatVectorNode.Of("main"));
        FlatTableNode model = new FlatTableNode()
            .Int32(0, 3)
            .Node(1, new FlatTablesNode([.. codes.Select(code => new FlatTableNode().Byte(0, Math.Min(code.Code, 127)).Int32(2, code.Version).Int32(3, code.Code))]))
            .Node(2, new FlatTablesNode([subGraph]))
            .Node(3, FlatVectorNode.Of("McuSim"))
            .Node(4, tensors.Buffers);
        return FlatNode.WriteFile(model, "TFL3");
    }

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    internal static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
