namespace McuSim.Models.Interpretation;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D (TensorFlow Lite reference <c>integer_ops/pooling.h</c>), over the elements inside the image.</summary>
internal static class Pool2DReference
{
    public static void Run(Pool2D operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        Window window = operation.Window;
        (int inHeight, int inWidth, int channels) = (operation.Input.Shape[1], operation.Input.Shape[2], operation.Input.Shape[3]);
        int written = 0;
        for (int batch = 0; batch < operation.Output.Shape[0]; batch++)
        {
            for (int outY = 0; outY < operation.Output.Shape[1]; outY++)
            {
                for (int outX = 0; outX < operation.Output.Shape[2]; outX++)
                {
                    int top = Math.Max(0, (outY * window.StrideY) - window.PadTop);
                    int left = Math.Max(0, (outX * window.StrideX) - window.PadLeft);
                    int bottom = Math.Min(inHeight, (outY * window.StrideY) - window.PadTop + window.KernelHeight);
                    int right = Math.Min(inWidth, (outX * window.StrideX) - window.PadLeft + window.KernelWidth);
                    for (int channel = 0; channel < channels; channel++)
                    {
                        int sum = 0;
                        int largest = sbyte.MinValue;
                        for (int y = top; y < bottom; y++)
                        {
                            for (int x = left; x < right; x++)
                            {
                                sbyte value = input[(((((batch * inHeight) + y) * inWidth) + x) * channels) + channel];
                                sum += value;
                                largest = Math.Max(largest, value);
                            }
                        }

                        int count = (bottom - top) * (right - left);
                        int result = operation.Kind switch
                        {
                            PoolKind.Max => largest,
                            PoolKind.Average => RoundedMean(sum, count),
                            _ => ((sum + (128 * count) + (count / 2)) / count) - 128,
                        };
                        output[written++] = (sbyte)Math.Clamp(result, operation.Clamp.Min, operation.Clamp.Max);
                    }
                }
            }
        }
    }

    /// <summary>Half away from zero.</summary>
    private static int RoundedMean(int sum, int count) => sum > 0 ? (sum + (count / 2)) / count : (sum - (count / 2)) / count;
}
