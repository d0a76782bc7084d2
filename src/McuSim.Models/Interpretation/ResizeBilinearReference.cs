namespace McuSim.Models.Interpretation;

/// <summary>RESIZE_BILINEAR.</summary>
internal static class ResizeBilinearReference
{
    public static void Run(ResizeBilinear operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        (int height, int width, int channels) = (operation.Input.Shape[1], operation.Input.Shape[2], operation.Input.Shape[3]);
        int written = 0;
        for (int batch = 0; batch < operation.Input.Shape[0]; batch++)
        {
            ReadOnlySpan<sbyte> image = input.Slice(batch * height * width * channels, height * width * channels);
            foreach ((int top, int bottom, int fractionY) in operation.Rows)
            {
                foreach ((int left, int right, int fractionX) in operation.Columns)
                {
                    for (int channel = 0; channel < channels; channel++)
                    {
                        int upper = Mix(image[(((top * width) + left) * channels) + channel], image[(((top * width) + right) * channels) + channel], fractionX);
                        int lower = Mix(image[(((bottom * width) + left) * channels) + channel], image[(((bottom * width) + right) * channels) + channel], fractionX);
                        int sum = (upper * (1024 - fractionY)) + (lower * fractionY);
                        output[written++] = (sbyte)((sum + (sum > 0 ? 1 << 19 : -(1 << 19))) / (1 << 20));
                    }
                }
            }
        }
    }

    private static int Mix(int first, int second, int fraction) => (first * (1024 - fraction)) + (second * fraction);
}
