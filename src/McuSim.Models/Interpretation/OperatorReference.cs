using System.Runtime.InteropServices;

namespace McuSim.Models.Interpretation;

/// <summary>Runs one operator.</summary>
internal static class OperatorReference
{
    /// <summary>Computes the output's bytes from the inputs' bytes.</summary>
    public static void Run(Operator operation, Func<Tensor, ReadOnlyMemory<byte>> bytes, Span<byte> output)
    {
        Span<sbyte> result = MemoryMarshal.Cast<byte, sbyte>(output);
        switch (operation)
        {
            case Conv2D conv: Conv2DReference.Run(conv, Int8(conv.Input), result); break;
            case DepthwiseConv2D conv: DepthwiseConv2DReference.Run(conv, Int8(conv.Input), result); break;
            case FullyConnected connected: FullyConnectedReference.Run(connected, Int8(connected.Input), result); break;
            case Pool2D pool: Pool2DReference.Run(pool, Int8(pool.Input), result); break;
            case Elementwise elementwise: ElementwiseReference.Run(elementwise, Int8(elementwise.Left), Int8(elementwise.Right), result); break;
            case Mean mean: MeanReference.Run(mean, Int8(mean.Input), result); break;
            case Softmax softmax: SoftmaxReference.Run(softmax, Int8(softmax.Input), result); break;
            case Logistic logistic: TableReference.Run(logistic.Table, Int8(logistic.Input), result); break;
            case Relu relu: TableReference.Run(relu.Table, Int8(relu.Input), result); break;
            case Quantize { IsRequantization: true } quantize: TableReference.Run(quantize.Table, Int8(quantize.Input), result); break;
            case Quantize quantize: QuantizeReference.Run(quantize, Floats(quantize.Input), result); break;
            case Dequantize dequantize: TableReference.Run(dequantize.Table, Int8(dequantize.Input), MemoryMarshal.Cast<byte, float>(output)); break;
            case Reshape reshape: bytes(reshape.Input).Span.CopyTo(output); break;
            case Pad pad: PadReference.Run(pad, Int8(pad.Input), result); break;
            case Concatenation concatenation: ConcatenationReference.Run(concatenation, Int8, result); break;
            case GatherChannels gather: GatherChannelsReference.Run(gather, Int8, result); break;
            case TableOperator table: TableReference.Run(table.Table, Int8(table.Input), result); break;
            case Extremum extremum: BroadcastReference.Run(extremum, Int8(extremum.Left), Int8(extremum.Right), result); break;
            case Prelu prelu: BroadcastReference.Run(prelu, Int8(prelu.Input), Int8(prelu.Alpha), result); break;
            case ResizeBilinear resize: ResizeBilinearReference.Run(resize, Int8(resize.Input), result); break;
            case TransposeConv conv: TransposeConvReference.Run(conv, Int8(conv.Input), result); break;
            case Slice slice: SliceReference.Run(slice, Int8(slice.Input), result); break;
            case Transpose transpose: TransposeReference.Run(transpose, Int8(transpose.Input), result); break;
            case ResizeNearestNeighbor resize: ResizeNearestNeighborReference.Run(resize, Int8(resize.Input), result); break;
            case AudioFeatures { Arithmetic: AudioArithmetic.Fixed } audio: new AudioFixedReference(audio).Run(Samples(audio.Input), result); break;
            case AudioFeatures audio: new AudioFloatReference(audio).Run(Samples(audio.Input), result); break;
            default: throw new NotSupportedException($"There is no reference for {operation.Name}.");
        }

        ReadOnlySpan<sbyte> Int8(Tensor tensor) => MemoryMarshal.Cast<byte, sbyte>(bytes(tensor).Span);
        ReadOnlySpan<short> Samples(Tensor tensor) => MemoryMarshal.Cast<byte, short>(bytes(tensor).Span);
        ReadOnlySpan<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(bytes(tensor).Span);
    }
}
