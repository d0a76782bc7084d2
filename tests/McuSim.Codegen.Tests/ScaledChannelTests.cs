using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>The one-step requantisation of the DSP kernels against the reference's two roundings.</summary>
public class ScaledChannelTests
{
    [Fact]
    public void Channel_with_zero_weights_gives_its_constant()
    {
        for (int bias = -3000; bias <= 3000; bias += 7)
        {
            var factor = QuantizedMultiplier.FromReal(0.07);
            ScaledChannel channel = ScaledChannel.TryCreate(new sbyte[9], bias, 3, factor, -5, Clamp.None)!.Value;
            Assert.True(channel.IsConstant);
            var reference = new ChannelReference(bias, factor, -5, Clamp.None);
            Assert.Equal(reference.Output(0), ScaledChannelFit.Output(reference, channel, 0));
        }
    }

    [Fact]
    public void Channel_with_zero_weights_gives_its_constant_with_any_shift()
    {
        var factor = QuantizedMultiplier.FromReal(0.07);
        for (int bias = -100; bias <= 4000; bias += 17)
        {
            ScaledChannel found = ScaledChannel.TryCreate(new sbyte[9], bias, 3, factor, -128, Clamp.None)!.Value;
            var reference = new ChannelReference(bias, factor, -128, Clamp.None);
            for (int shift = 8; shift <= 21; shift++)
            {
                Assert.True(SharedShiftChannel.Has(found, shift));
                SharedShiftChannel channel = SharedShiftChannel.Of(found, shift, reference, new sbyte[9], 3);
                int output = ((int)(((long)channel.Packed * channel.Multiplier) >> 32) + SharedShiftChannel.Offset(shift, 0)) >> shift;
                Assert.Equal(reference.Output(0), output);
            }
        }
    }

    /// <summary>Sums near each change of the output, and far from it.</summary>
    [Fact]
    public void Usual_channels_equal_the_reference()
    {
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            var reference = new ChannelReference(random.Next(-9000, 9000), RandomFactor(random, 1, 16), random.Next(-128, 128), Clamp.None);
            AssertEqual(random, reference, weightCount: 250, mustExist: true);
        }
    }

    /// <summary>Scales and biases out of all proportion, as filters that training has pruned have them.</summary>
    [Fact]
    public void Unusual_channels_equal_the_reference_or_are_refused()
    {
        var random = new Random(2);
        int fitted = 0;
        for (int i = 0; i < 4000; i++)
        {
            int bias = (int)(random.NextInt64(-(1L << 31) + 1, 1L << 31) >> random.Next(0, 20));
            Clamp clamp = random.Next(2) == 0 ? Clamp.None : new(random.Next(-128, 0), random.Next(0, 128));
            var reference = new ChannelReference(bias, RandomFactor(random, -6, 31), random.Next(2) == 0 ? -128 : random.Next(-128, 128), clamp);
            if (AssertEqual(random, reference, weightCount: 9, mustExist: false)) fitted++;
        }

        Assert.InRange(fitted, 1000, 4000);
    }

    /// <summary>With a smaller shift, and a multiplier of fewer bits or sums that are halved, computed as <c>dsp/depthwise_plane.h</c> does.</summary>
    [Fact]
    public void Channels_with_another_shift_equal_the_reference()
    {
        var random = new Random(3);
        int narrow = 0;
        for (int i = 0; i < 400; i++)
        {
            var reference = new ChannelReference(random.Next(-9000, 9000), RandomFactor(random, 5, 9), -128, Clamp.None);
            var weights = new sbyte[9];
            for (int k = 0; k < weights.Length; k++) weights[k] = (sbyte)random.Next(-127, 128);
            int zeroPoint = random.Next(-128, 128), folded = zeroPoint * weights.Sum(w => w);
            ScaledChannel found = ScaledChannel.TryCreate(weights, reference.Bias, zeroPoint, reference.Factor, -128, Clamp.None)!.Value;
            int shift = found.IsConstant ? 12 : found.TotalShift - random.Next(0, 5);
            Assert.True(SharedShiftChannel.Has(found, shift));
            SharedShiftChannel channel = SharedShiftChannel.Of(found, shift, reference, weights, zeroPoint);
            if (channel.Places > 0 && channel.Halvings == 0) narrow++;
            (long low, long high) = ScaledChannel.Products(weights, zeroPoint);
            for (long products = low; products <= high; products += 1 + ((high - low) / 5000))
            {
                int halvings = channel.Packed & 7, places = channel.Packed >> 3 & 7;
                int sum = ((channel.Packed & ~255) >> halvings) + (found.IsConstant ? 0 : (int)((products + folded) * 256 >> halvings));
                int output = ((int)(((long)sum * channel.Multiplier) >> 32) + SharedShiftChannel.Offset(shift, places)) >> shift;
                Assert.Equal(reference.Output(products), Math.Clamp(output, -128, 127));
            }
        }

        Assert.InRange(narrow, 200, 400);
    }

    private static QuantizedMultiplier RandomFactor(Random random, int smallestShift, int largestShift)
    {
        int multiplier = random.Next(4) switch { 0 => 1 << 30, 1 => int.MaxValue, _ => random.Next(1 << 30, int.MaxValue) };
        return new(multiplier, -random.Next(smallestShift, largestShift + 1));
    }

    private static bool AssertEqual(Random random, ChannelReference reference, int weightCount, bool mustExist)
    {
        var weights = new sbyte[weightCount];
        for (int k = 0; k < weights.Length; k++) weights[k] = (sbyte)random.Next(-127, 128);
        ScaledChannel? channel = ScaledChannel.TryCreate(weights, reference.Bias, 0, reference.Factor, reference.ZeroPoint, reference.Clamp);
        Assert.True(channel is not null || !mustExist);
        if (channel is not { } found) return false;
        int reach = weights.Sum(w => w > 0 ? w * 127 : w * -128), depth = weights.Sum(w => w > 0 ? w * -128 : w * 127);
        for (int j = 0; j < 200; j++)
        {
            double step = ((random.Next(-128, 128) - reference.ZeroPoint + 0.5) * Math.Pow(2, 31 - reference.Factor.Shift) / reference.Factor.Multiplier) - reference.Bias;
            int products = j < 150 ? (int)Math.Clamp(Math.Round(step) + random.Next(-2, 3), depth, reach) : random.Next(depth, reach + 1);
            Assert.Equal(reference.Output(products), ScaledChannelFit.Output(reference, found, found.IsConstant ? 0 : products));
        }

        return true;
    }
}
