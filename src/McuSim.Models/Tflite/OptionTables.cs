using McuSim.Models.Flatbuffers;

namespace McuSim.Models.Tflite;

// The option tables of the operators that McuSim reads (TensorFlow Lite schema). The numbers are field numbers.

/// <summary>CONV_2D.</summary>
internal readonly record struct Conv2DOptions(FlatTable Table)
{
    public int Padding => Table.Byte(0);
    public int StrideX => Table.Int32(1);
    public int StrideY => Table.Int32(2);
    public int Activation => Table.Byte(3);
    public int DilationX => Table.Int32(4, 1);
    public int DilationY => Table.Int32(5, 1);
}

/// <summary>DEPTHWISE_CONV_2D.</summary>
internal readonly record struct DepthwiseConv2DOptions(FlatTable Table)
{
    public int Padding => Table.Byte(0);
    public int StrideX => Table.Int32(1);
    public int StrideY => Table.Int32(2);
    public int Activation => Table.Byte(4);
    public int DilationX => Table.Int32(5, 1);
    public int DilationY => Table.Int32(6, 1);
}

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D.</summary>
internal readonly record struct Pool2DOptions(FlatTable Table)
{
    public int Padding => Table.Byte(0);
    public int StrideX => Table.Int32(1);
    public int StrideY => Table.Int32(2);
    public int FilterWidth => Table.Int32(3);
    public int FilterHeight => Table.Int32(4);
    public int Activation => Table.Byte(5);
}

/// <summary>FULLY_CONNECTED.</summary>
internal readonly record struct FullyConnectedOptions(FlatTable Table)
{
    public int Activation => Table.Byte(0);
    public byte WeightsFormat => Table.Byte(1);
}

/// <summary>ADD, SUB and MUL.</summary>
internal readonly record struct ElementwiseOptions(FlatTable Table)
{
    public int Activation => Table.Byte(0);
}

/// <summary>SOFTMAX.</summary>
internal readonly record struct SoftmaxOptions(FlatTable Table)
{
    public float Beta => Table.Single(0);
}

/// <summary>CONCATENATION.</summary>
internal readonly record struct ConcatenationOptions(FlatTable Table)
{
    public int Axis => Table.Int32(0);
    public int Activation => Table.Byte(1);
}

/// <summary>MEAN.</summary>
internal readonly record struct ReducerOptions(FlatTable Table)
{
    public bool KeepDims => Table.Bool(0);
}

/// <summary>RESIZE_NEAREST_NEIGHBOR.</summary>
internal readonly record struct ResizeNearestNeighborOptions(FlatTable Table)
{
    public bool AlignCorners => Table.Bool(0);
    public bool HalfPixelCenters => Table.Bool(1);
}

/// <summary>STRIDED_SLICE.</summary>
internal readonly record struct StridedSliceOptions(FlatTable Table)
{
    public int BeginMask => Table.Int32(0);
    public int EndMask => Table.Int32(1);
    public int EllipsisMask => Table.Int32(2);
    public int NewAxisMask => Table.Int32(3);
    public int ShrinkAxisMask => Table.Int32(4);
    public bool Offset => Table.Bool(5);
}

/// <summary>RESIZE_BILINEAR.</summary>
internal readonly record struct ResizeBilinearOptions(FlatTable Table)
{
    public bool AlignCorners => Table.Bool(2);
    public bool HalfPixelCenters => Table.Bool(3);
}

/// <summary>TRANSPOSE_CONV.</summary>
internal readonly record struct TransposeConvOptions(FlatTable Table)
{
    public int Padding => Table.Byte(0);
    public int StrideX => Table.Int32(1);
    public int StrideY => Table.Int32(2);
    public int Activation => Table.Byte(3);
}

/// <summary>LEAKY_RELU.</summary>
internal readonly record struct LeakyReluOptions(FlatTable Table)
{
    public float Alpha => Table.Single(0);
}

/// <summary>UNPACK.</summary>
internal readonly record struct UnpackOptions(FlatTable Table)
{
    public int Axis => Table.Int32(1);
}

/// <summary>GATHER.</summary>
internal readonly record struct GatherOptions(FlatTable Table)
{
    public int Axis => Table.Int32(0);
    public int BatchDims => Table.Int32(1);
}

/// <summary>VAR_HANDLE.</summary>
internal readonly record struct VarHandleOptions(FlatTable Table)
{
    public string Container => Table.String(0);
    public string SharedName => Table.String(1);
}

/// <summary>CALL_ONCE.</summary>
internal readonly record struct CallOnceOptions(FlatTable Table)
{
    public int Graph => Table.Int32(0);
}

/// <summary>UNIDIRECTIONAL_SEQUENCE_LSTM.</summary>
internal readonly record struct SequenceLstmOptions(FlatTable Table)
{
    public int Activation => Table.Byte(0);
    public float CellClip => Table.Single(1);
    public bool TimeMajor => Table.Bool(3);
}

/// <summary>PACK.</summary>
internal readonly record struct PackOptions(FlatTable Table)
{
    public int Axis => Table.Int32(1);
}
