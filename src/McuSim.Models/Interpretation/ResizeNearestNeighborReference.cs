namespace McuSim.Models.Interpretation;

/// <summary>RESIZE_NEAREST_NEIGHBOR: copies pixels.</summary>
internal static class ResizeNearestNeighborReference
{
    public static void Run(ResizeNearestNeighbor operation, ReadOnlySpan<sbyte> input, Span<sbyte> output)
    {
        (int height, int width, int channels) = (operation.Input.Shape[1], operation.Input.Shape[2], operation.Input.Shape[3]);
        int written = 0;
        for (int batch = 0; batch < operation.Input.Shape[0]; batch++)
        {
            foreach (int y in operation.SourceRows)
            {
                foreach (int x in operation.SourceColumns)
                {
                    input.Slice(((((batch * height) + y) * width) + x) * channels, channels).CopyTo(output[written..]);
                    written += channels;
                }
            }
        }
    }
}
