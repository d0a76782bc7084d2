using McuSim.Models.Flatbuffers;

namespace McuSim.Models.Tflite;

// The tables of a .tflite file (TensorFlow Lite schema version 3, compiler/mlir/lite/schema/schema.fbs). The numbers are field numbers.

/// <summary>The root table.</summary>
internal readonly record struct ModelTable(FlatTable Table)
{
    public uint Version => Table.UInt32(0);
    public FlatVector OperatorCodes => Table.Vector(1, 4);
    public FlatVector SubGraphs => Table.Vector(2, 4);
    public FlatVector Buffers => Table.Vector(4, 4);
}

/// <summary>One graph.</summary>
internal readonly record struct SubGraphTable(FlatTable Table)
{
    public FlatVector Tensors => Table.Vector(0, 4);
    public FlatVector Inputs => Table.Vector(1, 4);
    public FlatVector Outputs => Table.Vector(2, 4);
    public FlatVector Operators => Table.Vector(3, 4);
}

/// <summary>One tensor.</summary>
internal readonly record struct TensorTable(FlatTable Table)
{
    public FlatVector Shape => Table.Vector(0, 4);
    public int Type => Table.Byte(1);
    public uint Buffer => Table.UInt32(2);
    public string Name => Table.String(3);
    public QuantizationTable Quantization => new(Table.Table(4));
    public bool IsVariable => Table.Bool(5);
    public bool IsSparse => Table.Has(6);
    public uint ExternalBuffer => Table.UInt32(10);
}

/// <summary>A tensor's quantisation.</summary>
internal readonly record struct QuantizationTable(FlatTable Table)
{
    public FlatVector Scales => Table.Vector(2, 4);
    public FlatVector ZeroPoints => Table.Vector(3, 8);
    public byte DetailsType => Table.Byte(4);
    public int Axis => Table.Int32(6);
}

/// <summary>The bytes of a constant: inside the table, or at an offset behind the FlatBuffer.</summary>
internal readonly record struct BufferTable(FlatTable Table)
{
    public FlatVector Data => Table.Vector(0, 1);
    public long Offset => Table.Int64(1);
    public long Size => Table.Int64(2);
}

/// <summary>Which operator, and its version.</summary>
internal readonly record struct OperatorCodeTable(FlatTable Table)
{
    /// <summary>Old files have the code in one byte, newer ones in four; the larger one counts.</summary>
    public int BuiltinCode => Math.Max((sbyte)Table.Byte(0), Table.Int32(3));
    public string CustomCode => Table.String(1);
    public int Version => Table.Int32(2, 1);
}

/// <summary>One step of a graph.</summary>
internal readonly record struct OperatorTable(FlatTable Table)
{
    public uint OpcodeIndex => Table.UInt32(0);
    public FlatVector Inputs => Table.Vector(1, 4);
    public FlatVector Outputs => Table.Vector(2, 4);
    public FlatTable Options => Table.Table(4);
}
