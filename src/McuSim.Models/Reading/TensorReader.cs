using System.Collections.Immutable;
using McuSim.Common;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>The tensors of the main graph, read and checked when an operator first asks for them.</summary>
internal sealed class TensorReader
{
    /// <summary>The largest tensor, in elements.</summary>
    public const int LargestTensor = 1 << 26;

    /// <summary>The largest sum of all activations, in bytes.</summary>
    public const long LargestSum = 1L << 29;

    private const int MostTensors = 1 << 16;
    private const int MostDimensions = 8;
    private const int LongestShown = 80;

    private readonly FlatBuffer file;
    private readonly FlatVector tables;
    private readonly FlatVector buffers;
    private readonly Tensor?[] tensors;
    private readonly Tensor?[] stored;
    private long activationBytes;

    public TensorReader(FlatBuffer file, ModelTable model, SubGraphTable graph)
    {
        (this.file, buffers, tables, Graph) = (file, model.Buffers, graph.Tensors, graph);
        if (tables.Count > MostTensors)
            throw Error($"the graph has {tables.Count} tensors, but at most {MostTensors} are read: split the model");
        (tensors, stored) = (new Tensor?[tables.Count], new Tensor?[tables.Count]);
    }

    /// <summary>The graph the tensors belong to.</summary>
    public SubGraphTable Graph { get; }

    /// <summary>The number of tensors.</summary>
    public int Count => tensors.Length;

    /// <summary>Tensor <paramref name="index"/>.</summary>
    public Tensor this[int index]
    {
        get
        {
            if (index < 0 || index >= tensors.Length)
                throw Error($"tensor {index} is referred to, but the graph has {tensors.Length}: export or copy the file again");
            return tensors[index] ??= Read(index);
        }
    }

    /// <summary>A tensor as operators compute with it: a quantised uint8 tensor as int8.</summary>
    public Tensor Stored(int index)
    {
        Tensor tensor = this[index];
        if (!IsQuantizedBytes(tensor)) return tensor;
        if (stored[index] is { } known) return known;
        if (tensor.IsConstant) file.Charge(0, tensor.ByteCount);
        return stored[index] = UInt8Tensors.AsInt8(tensor, FirstStored + index);
    }

    /// <summary>Of a uint8 tensor and the same as int8 the other one; null for all others.</summary>
    public Tensor? Counterpart(Tensor tensor) =>
        tensor.Index >= FirstStored ? tensors[tensor.Index - FirstStored] : IsQuantizedBytes(tensor) ? Stored(tensor.Index) : null;

    /// <summary>Puts a constant in the place of a tensor that was computed while reading.</summary>
    public void Replace(Tensor constant)
    {
        if (constant.Index >= FirstStored) stored[constant.Index - FirstStored] = constant;
        else tensors[constant.Index] = constant;
    }

    /// <summary>A tensor's name for messages, in quotes. Converters join the names of fused operators, so they can be very long.</summary>
    public static string Shown(string name) => name.Length <= LongestShown ? $"'{name}'" : $"'{name[..LongestShown]}...'";

    /// <summary>The number of the first of the tensors that are uint8 in the file; behind those of <see cref="OperatorSource.Reshaped"/>.</summary>
    private int FirstStored => Count + (2 * GraphReader.MostOperators) + (OperatorSource.MostInputs * GraphReader.MostOperators);

    private static bool IsQuantizedBytes(Tensor tensor) => tensor is { Type: ElementType.UInt8, Quantization.IsPerChannel: false };

    private Tensor Read(int index)
    {
        var table = new TensorTable(tables.Table(index));
        string name = table.Name;
        string place = $"tensor {index} ({Shown(name)})";
        ElementType type = ReadType(place, table);
        if (table.IsSparse) throw Error($"{place} is stored sparsely, which is not supported: export the model without sparsity");
        Shape shape = ReadShape(place, table);
        Quantization? quantization = QuantizationReader.Read(file, place, type, shape, table.Quantization);
        ReadOnlyMemory<byte> data = ReadData(place, table);
        long size = (long)shape.ElementCount * type.Size();
        if (!data.IsEmpty && data.Length != size)
            throw Error($"{place} of shape {shape} needs {size} bytes, but its constant has {data.Length}: export or copy the file again");
        if (data.IsEmpty && (activationBytes += size) > LargestSum)
            throw Error($"the activations take more than {LargestSum >> 20} MiB together: give a model for a microcontroller");
        return new Tensor(index, name, type, shape, quantization, data);
    }

    private ElementType ReadType(string place, TensorTable table)
    {
        int type = table.Type;
        if (Enum.IsDefined((ElementType)type) && ((ElementType)type != ElementType.Int16 || table.IsVariable)) return (ElementType)type; // int16: an LSTM's cell
        throw Error($"{place} has elements of type {TensorTypes.NameOf(type)}, but only int8 networks (with float32 at their borders) are supported: "
            + "quantise the model to full int8 with a representative dataset");
    }

    private Shape ReadShape(string place, TensorTable table)
    {
        FlatVector vector = table.Shape;
        if (vector.Count > MostDimensions)
            throw Error($"{place} has {vector.Count} dimensions, but at most {MostDimensions} are supported: reshape it");
        ImmutableArray<int> dimensions = [.. vector.Int32s()];
        long elements = 1;
        foreach (int dimension in dimensions)
        {
            if (dimension < 1)
                throw Error($"{place} has the shape {string.Join('x', dimensions)}, but every dimension must be at least 1: export the model with fixed input shapes");
            elements *= dimension;
            if (elements > LargestTensor)
                throw Error($"{place} of shape {string.Join('x', dimensions)} has more than {LargestTensor} elements: give a model for a microcontroller");
        }

        return new Shape(dimensions);
    }

    private ReadOnlyMemory<byte> ReadData(string place, TensorTable table)
    {
        if (table.ExternalBuffer != 0) throw Error($"{place} lies in another file, which is not supported: export the model as one file");
        uint index = table.Buffer;
        if (index == 0) return default;
        if (index >= buffers.Count)
            throw Error($"{place} refers to buffer {index}, but the file has {buffers.Count}: export or copy the file again");
        var buffer = new BufferTable(buffers.Table((int)index));
        FlatVector data = buffer.Data;
        if (data.Count > 0 || buffer.Offset <= 1) return data.Bytes;
        return file.Slice(buffer.Offset, buffer.Size);
    }

    private McuSimException Error(string problem) => McuSimException.BadInput($"{file.Source}: {problem}.");
}
