namespace McuSim.Models.Interpretation;

/// <summary>DEPTHWISE_CONV_2D (TensorFlow Lite reference <c>integer_ops/depthwise_conv.h</c>). Taps outside the image add nothing.</summary>
internal static class DepthwiseConv2DReference
{
    public static void Run(DepthwiseConv2D operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        Window window = operation.Window;
        (int inHeight, int inWidth, int inChannels) = (operation.Input.Shape[1], operation.Input.Shape[2], operation.Input.Shape[3]);
        (int outHeight, int outWidth, int outChannels) = (operation.Output.Shape[1], operation.Output.Shape[2], operation.Output.Shape[3]);
        ReadOnlySpan<sbyte> weights = Int8Dot.Weights(operation.Weights);
        ReadOnlySpan<int> bias = Int8Dot.Bias(operation.Bias);
        int zeroPoint = operation.Input.ZeroPoint;
        int[] sums = new int[outChannels];
        int written = 0;
        for (int batch = 0; batch < operation.Input.Shape[0]; batch++)
        {
            for (int outY = 0; outY < outHeight; outY++)
            {
                for (int outX = 0; outX < outWidth; outX++)
                {
                    if (bias.IsEmpty) Array.Clear(sums);
                    else bias.CopyTo(sums);
                    for (int kernelY = 0; kernelY < window.KernelHeight; kernelY++)
                    {
                        int y = (outY * window.StrideY) - window.PadTop + (kernelY * window.DilationY);
                        if (y < 0 || y >= inHeight) continue;
                        for (int kernelX = 0; kernelX < window.KernelWidth; kernelX++)
                        {
                            int x = (outX * window.StrideX) - window.PadLeft + (kernelX * window.DilationX);
                            if (x < 0 || x >= inWidth) continue;
                            AddTap(
                                sums,
                                input.Slice(((((batch * inHeight) + y) * inWidth) + x) * inChannels, inChannels),
                                weights.Slice(((kernelY * window.KernelWidth) + kernelX) * outChannels, outChannels),
                                zeroPoint,
                                operation.Weights.ZeroPoint);
                        }
                    }

                    for (int channel = 0; channel < outChannels; channel++)
                        output[written++] = Int8Dot.Requantize(sums[channel], operation.Multipliers[channel], operation.Output.ZeroPoint, operation.Clamp);
                }
            }
        }
    }

    /// <summary>Output channel c * multiplier + m reads input channel c.</summary>
    private static void AddTap(Span<int> sums, ReadOnlySpan<sbyte> pixel, ReadOnlySpan<sbyte> weights, int zeroPoint, int weightZeroPoint)
    {
        if (sums.Length == pixel.Length)
        {
            for (int i = 0; i < pixel.Length && i < weights.Length && i < sums.Length; i++) sums[i] += (weights[i] - weightZeroPoint) * (pixel[i] - zeroPoint);
            return;
        }

        int multiplier = sums.Length / pixel.Length;
        for (int i = 0; i < sums.Length; i++) sums[i] += (weights[i] - weightZeroPoint) * (pixel[i / multiplier] - zeroPoint);
    }
}
