namespace McuSim.Models.Interpretation;

/// <summary>GATHER_CHANNELS: pixel by pixel, channel by channel.</summary>
internal static class GatherChannelsReference
{
    public static void Run(GatherChannels operation, ConcatenationReference.Values values, Span<sbyte> output)
    {
        int channels = operation.Channels.Length;
        for (int c = 0; c < channels; c++)
        {
            (int input, int channel) = operation.Channels[c];
            ReadOnlySpan<sbyte> from = values(operation.Inputs[input]);
            int step = from.Length / (output.Length / channels);
            for (int at = c; at < output.Length; at += channels, channel += step) output[at] = from[channel];
        }
    }
}
