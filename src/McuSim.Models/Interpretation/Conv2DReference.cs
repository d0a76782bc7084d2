namespace McuSim.Models.Interpretation;

/// <summary>CONV_2D (TensorFlow Lite reference <c>integer_ops/conv.h</c>). Taps outside the image add nothing.</summary>
internal static class Conv2DReference
{
    public static void Run(Conv2D operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        Window window = operation.Window;
        (int inHeight, int inWidth, int inChannels) = (operation.Input.Shape[1], operation.Input.Shape[2], operation.Input.Shape[3]);
        (int outHeight, int outWidth, int outChannels) = (operation.Output.Shape[1], operation.Output.Shape[2], operation.Output.Shape[3]);
        int depth = operation.Weights.Shape[3];
        int channelsPerGroup = outChannels / operation.Groups;
        bool rowsAreContiguous = operation.Groups == 1 && window.DilationX == 1;
        ReadOnlySpan<sbyte> weights = Int8Dot.Weights(operation.Weights);
        ReadOnlySpan<int> bias = Int8Dot.Bias(operation.Bias);
        (int Input, int Weights) zeroPoints = (operation.Input.ZeroPoint, operation.Weights.ZeroPoint);
        int written = 0;
        for (int batch = 0; batch < operation.Input.Shape[0]; batch++)
        {
            ReadOnlySpan<sbyte> image = input.Slice(batch * inHeight * inWidth * inChannels, inHeight * inWidth * inChannels);
            for (int outY = 0; outY < outHeight; outY++)
            {
                for (int outX = 0; outX < outWidth; outX++)
                {
                    int top = (outY * window.StrideY) - window.PadTop;
                    int left = (outX * window.StrideX) - window.PadLeft;
                    for (int channel = 0; channel < outChannels; channel++)
                    {
                        int sum = 0;
                        int firstChannel = channel / channelsPerGroup * depth;
                        for (int kernelY = 0; kernelY < window.KernelHeight; kernelY++)
                        {
                            int y = top + (kernelY * window.DilationY);
                            if (y < 0 || y >= inHeight) continue;
                            ReadOnlySpan<sbyte> row = image.Slice(y * inWidth * inChannels, inWidth * inChannels);
                            ReadOnlySpan<sbyte> kernel = weights.Slice(
                                ((channel * window.KernelHeight) + kernelY) * window.KernelWidth * depth, window.KernelWidth * depth);
                            sum += rowsAreContiguous
                                ? WholeRow(row, kernel, left, inWidth, depth, zeroPoints)
                                : TapByTap(row, kernel, left, window.DilationX, inChannels, firstChannel, depth, zeroPoints);
                        }

                        if (!bias.IsEmpty) sum += bias[channel];
                        output[written++] = Int8Dot.Requantize(sum, operation.Multipliers[channel], operation.Output.ZeroPoint, operation.Clamp);
                    }
                }
            }
        }
    }

    /// <summary>Neighbouring taps lie next to each other in memory: one long product over those inside the image.</summary>
    private static int WholeRow(ReadOnlySpan<sbyte> row, ReadOnlySpan<sbyte> kernel, int left, int inWidth, int depth, (int Input, int Weights) zeroPoints)
    {
        int first = Math.Max(0, -left);
        int last = Math.Min(kernel.Length / depth, inWidth - left);
        if (last <= first) return 0;
        return Int8Dot.Product(row.Slice((left + first) * depth, (last - first) * depth), kernel.Slice(first * depth, (last - first) * depth), zeroPoints.Input, zeroPoints.Weights);
    }

    private static int TapByTap(
        ReadOnlySpan<sbyte> row, ReadOnlySpan<sbyte> kernel, int left, int dilation, int inChannels, int firstChannel, int depth, (int Input, int Weights) zeroPoints)
    {
        int sum = 0;
        int inWidth = row.Length / inChannels;
        for (int tap = 0; tap * depth < kernel.Length; tap++)
        {
            int x = left + (tap * dilation);
            if (x < 0 || x >= inWidth) continue;
            sum += Int8Dot.Product(row.Slice((x * inChannels) + firstChannel, depth), kernel.Slice(tap * depth, depth), zeroPoints.Input, zeroPoints.Weights);
        }

        return sum;
    }
}
