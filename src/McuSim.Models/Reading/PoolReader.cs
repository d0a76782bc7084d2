using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads AVERAGE_POOL_2D and MAX_POOL_2D.</summary>
internal static class PoolReader
{
    public static Operator Read(OperatorSource source, PoolKind kind)
    {
        source.CheckInputs(1, 1);
        var options = new Pool2DOptions(source.Options);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 4, 4);
        Tensor output = source.Ranked(source.Int8(source.Output), 4, 4);

        // The kernel copies stored values; it tolerates what micro/kernels/pooling_common.cc tolerates.
        if (MathF.Abs(input.Scale - output.Scale) > 1e-6f || input.ZeroPoint != output.ZeroPoint)
            throw source.Error("its input and output are quantised differently", "quantise the model again");
        (Window window, int height, int width) = WindowReader.Read(
            source, input.Shape, options.Padding, (options.FilterHeight, options.FilterWidth), (options.StrideY, options.StrideX), (1, 1));
        source.CheckShape(input.Shape[0], height, width, input.Shape[3]);
        if (kind == PoolKind.Average && input.Quantization!.IsFromUInt8) kind = PoolKind.AverageHalfUp;
        return new Pool2D(source.Index, kind, input, output, window, source.Clamp(options.Activation));
    }
}
