namespace McuSim.Codegen;

/// <summary>A channel of a depthwise layer that has one shift for all channels (<c>struct depthwise_shared_channel</c>); its zero point is -128.</summary>
/// <param name="Bias">256 * (bias - input zero point * sum of weights).</param>
/// <param name="Multiplier">The multiplier, of as many bits less as there are places, or whole.</param>
/// <param name="Halvings">How often the sums are halved; 0 where the multiplier is narrow.</param>
/// <param name="Places">By how many places the layer's shift is less than the channel's own.</param>
internal readonly record struct SharedShiftChannel(int Bias, int Multiplier, int Halvings, int Places)
{
    /// <summary>The bias, with the other numbers in its lowest byte.</summary>
    public int Packed => Bias + Halvings + (Places << 3);

    /// <summary>Whether a channel can be had with a shift in all: its offset and bias must be the usual ones.</summary>
    public static bool Has(ScaledChannel channel, int shift) => channel.IsConstant
        ? shift is >= 8 and <= 21
        : channel.TotalShift - shift is >= 0 and <= 6 && channel.Offset == Offset(channel.TotalShift, 0) && channel.Bias % 256 == 0;

    /// <summary>
    /// The channel with a shift that it can be had with: with as many bits less of the multiplier where that gives the same outputs, otherwise with sums
    /// that are kept as 2^(8 - halvings) times their value. Floors of floors by powers of two collapse, so that changes nothing.
    /// </summary>
    public static SharedShiftChannel Of(ScaledChannel channel, int shift, ChannelReference reference, ReadOnlySpan<sbyte> weights, int inputZeroPoint)
    {
        // A quarter of a bias in steps of 64 reaches the middle of the output's 2^shift.
        if (channel.IsConstant) return new((((channel.ConstantOutput + 128) << shift) - 64) / 64 * 256, 1 << 30, 0, 0);
        int places = channel.TotalShift - shift;
        if (places == 0) return new(channel.Bias, channel.Multiplier, 0, 0);
        (long low, long high) = ScaledChannel.Products(weights, inputZeroPoint);
        int folded = unchecked(-256 * inputZeroPoint * ScaledChannel.Sum(weights));
        int multiplier = (int)((channel.Multiplier + ((1L << places) >> 1)) >> places);
        var narrow = new ScaledChannel(unchecked(channel.Bias - folded), multiplier, Offset(shift, places), shift - 1);
        return ScaledChannelFit.IsEqual(reference, narrow, (int)low, (int)high)
            ? new(channel.Bias, multiplier, 0, places)
            : new(channel.Bias, channel.Multiplier, places, places);
    }

    /// <summary>The offset of a channel with this shift.</summary>
    internal static int Offset(int shift, int places) => (64 >> places) - (255 << (shift - 1));
}
