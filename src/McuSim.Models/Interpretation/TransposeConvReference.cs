namespace McuSim.Models.Interpretation;

/// <summary>TRANSPOSE_CONV, gathered: each output sums over the input pixels whose kernel reaches it.</summary>
internal static class TransposeConvReference
{
    public static void Run(TransposeConv operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        Window window = operation.Window;
        (int inHeight, int inWidth, int depth) = (operation.Input.Shape[1], operation.Input.Shape[2], operation.Input.Shape[3]);
        (int outHeight, int outWidth, int channels) = (operation.Output.Shape[1], operation.Output.Shape[2], operation.Output.Shape[3]);
        ReadOnlySpan<sbyte> weights = Int8Dot.Weights(operation.Weights);
        ReadOnlySpan<int> bias = Int8Dot.Bias(operation.Bias);
        int written = 0;
        for (int row = 0; row < operation.Output.Shape[0] * outHeight; row++)
        {
            (int batch, int outY) = Math.DivRem(row, outHeight);
            for (int outX = 0; outX < outWidth; outX++)
            {
                for (int channel = 0; channel < channels; channel++)
                {
                    int sum = bias.IsEmpty ? 0 : bias[channel];
                    for (int tap = 0; tap < window.KernelHeight * window.KernelWidth; tap++)
                    {
                        int y = outY + window.PadTop - (tap / window.KernelWidth);
                        int x = outX + window.PadLeft - (tap % window.KernelWidth);
                        if (y < 0 || x < 0 || y % window.StrideY != 0 || x % window.StrideX != 0) continue;
                        (y, x) = (y / window.StrideY, x / window.StrideX);
                        if (y >= inHeight || x >= inWidth) continue;
                        sum += Int8Dot.Product(
                            input.Slice(((((batch * inHeight) + y) * inWidth) + x) * depth, depth),
                            weights.Slice(((channel * window.KernelHeight * window.KernelWidth) + tap) * depth, depth), operation.Input.ZeroPoint);
                    }

                    output[written++] = Int8Dot.Requantize(sum, operation.Multipliers[channel], operation.Output.ZeroPoint, operation.Clamp);
                }
            }
        }
    }
}
