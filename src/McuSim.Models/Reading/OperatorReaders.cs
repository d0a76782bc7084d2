namespace McuSim.Models.Reading;

/// <summary>How each supported operator is read.</summary>
internal static class OperatorReaders
{
    /// <summary>The readers by the operator's name in the schema.</summary>
    public static Dictionary<string, Func<OperatorSource, Operator>> All { get; } = new()
    {
        ["CONV_2D"] = ConvolutionReader.ReadConv2D,
        ["DEPTHWISE_CONV_2D"] = ConvolutionReader.ReadDepthwiseConv2D,
        ["FULLY_CONNECTED"] = FullyConnectedReader.Read,
        ["AVERAGE_POOL_2D"] = source => PoolReader.Read(source, PoolKind.Average),
        ["MAX_POOL_2D"] = source => PoolReader.Read(source, PoolKind.Max),
        ["ADD"] = source => ElementwiseReader.Read(source, ElementwiseKind.Add),
        ["SUB"] = source => ElementwiseReader.Read(source, ElementwiseKind.Sub),
        ["MUL"] = source => ElementwiseReader.Read(source, ElementwiseKind.Mul),
        ["PAD"] = MovementReaders.ReadPad,
        ["PADV2"] = MovementReaders.ReadPad,
        ["MEAN"] = MeanReader.Read,
        ["RESHAPE"] = MovementReaders.ReadReshape,
        ["SQUEEZE"] = MovementReaders.ReadReshape,
        ["EXPAND_DIMS"] = MovementReaders.ReadReshape,
        ["CONCATENATION"] = MovementReaders.ReadConcatenation,
        ["STRIDED_SLICE"] = SliceReaders.ReadStridedSlice,
        ["SLICE"] = SliceReaders.ReadSlice,
        ["TRANSPOSE"] = MovementReaders.ReadTranspose,
        ["RESIZE_NEAREST_NEIGHBOR"] = MovementReaders.ReadResizeNearestNeighbor,
        ["SOFTMAX"] = ActivationReaders.ReadSoftmax,
        ["LOGISTIC"] = ActivationReaders.ReadLogistic,
        ["RELU"] = ActivationReaders.ReadRelu,
        ["RELU6"] = ActivationReaders.ReadRelu,
        ["RELU_N1_TO_1"] = ActivationReaders.ReadRelu,
        ["TANH"] = TableReaders.ReadTanh,
        ["HARD_SWISH"] = TableReaders.ReadHardSwish,
        ["LEAKY_RELU"] = TableReaders.ReadLeakyRelu,
        ["PRELU"] = BroadcastReaders.ReadPrelu,
        ["MAXIMUM"] = BroadcastReaders.ReadExtremum,
        ["MINIMUM"] = BroadcastReaders.ReadExtremum,
        ["RESIZE_BILINEAR"] = MovementReaders.ReadResizeBilinear,
        ["TRANSPOSE_CONV"] = ConvolutionReader.ReadTransposeConv,
        ["UNIDIRECTIONAL_SEQUENCE_LSTM"] = LstmReader.Read,
        ["QUANTIZE"] = ActivationReaders.ReadQuantize,
        ["DEQUANTIZE"] = ActivationReaders.ReadDequantize,
    };

    /// <summary>The readers of operators with several outputs: one operator of ours for each of them.</summary>
    public static Dictionary<string, Func<OperatorSource, IEnumerable<Operator>>> Several { get; } = new()
    {
        ["SPLIT"] = SliceReaders.ReadSplit,
        ["SPLIT_V"] = SliceReaders.ReadSplit,
        ["UNPACK"] = SliceReaders.ReadUnpack,
        ["PACK"] = PackReader.Read,
        ["REDUCE_MAX"] = ReduceMaxReader.Read,
    };

    /// <summary>The supported operators for messages.</summary>
    public static string Names { get; } = string.Join(", ", All.Keys.Concat(Several.Keys).Concat(["VAR_HANDLE", "READ_VARIABLE", "ASSIGN_VARIABLE", "CALL_ONCE"]));

    /// <summary>How an operator is read; null when it is not supported.</summary>
    public static Func<OperatorSource, IEnumerable<Operator>>? Find(string name) =>
        Several.TryGetValue(name, out Func<OperatorSource, IEnumerable<Operator>>? several) ? several
        : All.TryGetValue(name, out Func<OperatorSource, Operator>? one) ? source => [one(source)]
        : null;
}
