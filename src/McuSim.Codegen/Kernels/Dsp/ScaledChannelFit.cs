namespace McuSim.Codegen;

/// <summary>
/// Finds numbers for channels outside the usual range, such as those with a vanishing scale and a huge bias, and proves them: both the
/// reference and the kernel's form never fall as the sum rises, so they are equal everywhere when they step at the same sums.
/// </summary>
internal static class ScaledChannelFit
{
    /// <summary>How far an offset may lie from what the arithmetic asks for and yet have a chance.</summary>
    private const int LargestNudge = 3;

    /// <summary>Numbers that give the reference's output for every sum of products from low to high, or null.</summary>
    public static ScaledChannel? TryFit(ChannelReference reference, long low, long high)
    {
        long room = ScaledChannel.SumLimit - 1 - Math.Max(-low, high);
        if (room < 0 || -reference.Factor.Shift < -6) return null;
        // The rest of a bias that is too large goes into the offset.
        return TryFit(reference, low, high, Math.Clamp(reference.Bias, -room, room), room)
            ?? TryFit(reference, low, high, Math.Clamp(SmallestOfEqualSign(reference.Bias, low, high), -room, room), room);
    }

    /// <summary>Tries starts from <paramref name="start"/> on, towards zero, until one leaves an offset that is a multiple of what offsets must be.</summary>
    private static ScaledChannel? TryFit(ChannelReference reference, long low, long high, long start, long room)
    {
        const int Starts = 64;
        for (int i = 0; i < Starts; i++)
        {
            long from = start > 0 ? start - i : start + i;
            if (Math.Abs(from) <= room && TryFit(reference, low, high, (int)from) is { } channel) return channel;
        }

        return null;
    }

    private static ScaledChannel? TryFit(ChannelReference reference, long low, long high, int start)
    {
        int n = -reference.Factor.Shift;
        int spare = Math.Max(n - ScaledChannel.LargestShift, 0); // bits of the multiplier that are given up
        int multiplier = (int)((reference.Factor.Multiplier + ((1L << spare) >> 1)) >> spare);
        Int128 rounding = n >= 1 ? ((Int128)1 << (n + 6)) + 64 : (Int128)64 >> -n;
        Int128 whole = ((Int128)(reference.Bias - (long)start) * reference.Factor.Multiplier << 8) + ((rounding + ((Int128)reference.ZeroPoint << (n + 7))) << 32);
        Int128 offset = whole >> (32 + spare);
        Int128 packed = (offset + (ScaledChannel.OffsetStep / 2)) & -ScaledChannel.OffsetStep;
        if (Int128.Abs(offset) > 1 << 30 || Int128.Abs(packed - offset) > LargestNudge) return null;
        foreach (int factor in (ReadOnlySpan<int>)[multiplier, multiplier - 1, multiplier + 1])
        {
            var channel = new ScaledChannel(256 * start, factor, (int)packed, n - spare + 6);
            if (factor > 0 && IsEqual(reference, channel, (int)low, (int)high)) return channel;
        }

        return null;
    }

    /// <summary>A bias close to zero with which every sum keeps its sign.</summary>
    private static long SmallestOfEqualSign(int bias, long low, long high) =>
        bias + low >= 0 ? -low : bias + high < 0 ? -high - 1 : bias;

    /// <summary>What the kernel makes of a sum of products (<c>requantise_scaled</c>).</summary>
    internal static int Output(ChannelReference reference, ScaledChannel channel, int products)
    {
        int sum = channel.Bias + (256 * products);
        int offset = reference.Activation == Activation.Relu ? channel.Offset : channel.Offset + ((sum >> 31) << 7);
        int high = (int)(((long)sum * channel.Multiplier) >> 32);
        return Math.Clamp(Math.Clamp((high + offset) >> channel.Shift >> 1, -128, 127), reference.Clamp.Min, reference.Clamp.Max);
    }

    /// <summary>Whether the channel gives the reference's output for every sum of products from low to high.</summary>
    internal static bool IsEqual(ChannelReference reference, ScaledChannel channel, int low, int high)
    {
        int first = reference.Output(low), last = reference.Output(high);
        if (Output(reference, channel, low) != first || Output(reference, channel, high) != last) return false;
        for (int output = first + 1; output <= last; output++)
        {
            int step = FirstAtLeast(reference, output, low, high);
            if (Output(reference, channel, step) < output || Output(reference, channel, step - 1) >= output) return false;
        }

        return true;
    }

    /// <summary>The smallest sum of products at which the reference gives at least <paramref name="output"/>; there is one above low.</summary>
    private static int FirstAtLeast(ChannelReference reference, int output, int low, int high)
    {
        while (high - low > 1)
        {
            int middle = low + ((high - low) / 2);
            if (reference.Output(middle) >= output) high = middle;
            else low = middle;
        }

        return high;
    }
}
