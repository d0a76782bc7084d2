namespace McuSim.Models.Interpretation;

/// <summary>AUDIO_FEATURES in integers: the definition that <c>audio_features_fixed.h</c> equals.</summary>
internal sealed class AudioFixedReference
{
    private readonly AudioFeatures operation;
    private readonly AudioTables tables;
    private readonly AudioFixedTables numbers;
    private readonly int[] spectrum;
    private readonly ulong[] bins;
    private readonly int[] logs;

    public AudioFixedReference(AudioFeatures operation)
    {
        this.operation = operation;
        tables = operation.Tables;
        numbers = new AudioFixedTables(tables, operation.Output.Scale);
        spectrum = new int[tables.Transform];
        bins = new ulong[(tables.Transform / 2) + 1];
        logs = new int[tables.Bands.Length];
    }

    public void Run(ReadOnlySpan<short> samples, Span<sbyte> output)
    {
        int divisor = AudioDivisor.Of(samples, tables.Loudness);
        int unit = (tables.Power * Log2((ulong)divisor)) + (numbers.UnitBits << 24);
        ulong floor = (ulong)(numbers.FloorFactor * divisor) >> 16;
        if (tables.Power == 2) floor *= (ulong)divisor;
        for (int frame = 0; frame < tables.Frames; frame++)
        {
            Load(samples.Slice(frame * tables.Step, tables.Window.Length));
            Transform();
            Unpack();
            int weight = 0;
            for (int band = 0; band < logs.Length; band++)
            {
                ulong sum = floor;
                for (int i = 0; i < numbers.Counts[band]; i++) sum += bins[numbers.FirstBins[band] + i] * (ulong)numbers.Weights[weight++];
                logs[band] = (Log2(sum) - unit) >> 8;
            }

            for (int i = 0; i < tables.PerFrame; i++) output[(frame * tables.PerFrame) + i] = Feature(i);
        }
    }

    private void Load(ReadOnlySpan<short> frame)
    {
        Array.Clear(spectrum);
        for (int i = 0; i < frame.Length; i++) spectrum[i] = (frame[i] * numbers.Window[i]) >> (15 - numbers.FractionBits);
    }

    /// <summary>Complex transform of the frame taken as (even samples) + j (odd samples), radix 2, decimation in time.</summary>
    private void Transform()
    {
        int points = tables.Transform / 2;
        AudioOrder.ReverseBits(spectrum, points);
        for (int size = 2; size <= points; size *= 2)
        {
            int half = size / 2, stride = tables.Transform / size;
            for (int start = 0; start < points; start += size)
            {
                for (int j = 0; j < half; j++)
                {
                    int a = 2 * (start + j), b = a + size;
                    long c = numbers.Twiddles[2 * j * stride], s = numbers.Twiddles[(2 * j * stride) + 1];
                    int real = (int)(((spectrum[b] * c) + (spectrum[b + 1] * s) + (1 << 29)) >> 30);
                    int imaginary = (int)(((spectrum[b + 1] * c) - (spectrum[b] * s) + (1 << 29)) >> 30);
                    (spectrum[b], spectrum[b + 1]) = (spectrum[a] - real, spectrum[a + 1] - imaginary);
                    (spectrum[a], spectrum[a + 1]) = (spectrum[a] + real, spectrum[a + 1] + imaginary);
                }
            }
        }
    }

    /// <summary>From the packed transform to the magnitudes, or their squares over 256, of the real one.</summary>
    private void Unpack()
    {
        int points = tables.Transform / 2;
        for (int k = 0; k <= points; k++)
        {
            int z = 2 * (k % points), y = 2 * ((points - k) % points);
            long c = k == points ? -(1 << 30) : numbers.Twiddles[2 * k], s = k == points ? 0 : numbers.Twiddles[(2 * k) + 1];
            long sumReal = (long)spectrum[z] + spectrum[y], sumImaginary = (long)spectrum[z + 1] - spectrum[y + 1];
            long differenceReal = (long)spectrum[z] - spectrum[y], differenceImaginary = (long)spectrum[z + 1] + spectrum[y + 1];
            long real = (sumReal >> 1) + (((differenceImaginary * c) - (differenceReal * s)) >> 31);
            long imaginary = (sumImaginary >> 1) - (((differenceReal * c) + (differenceImaginary * s)) >> 31);
            ulong square = (ulong)((real * real) + (imaginary * imaginary));
            bins[k] = tables.Power == 1 ? Root(square) : square >> 8;
        }
    }

    private sbyte Feature(int index)
    {
        long sum = 0;
        if (tables.Cosines.IsEmpty)
        {
            sum = (long)numbers.Factors[0] * logs[index];
        }
        else
        {
            for (int band = 0; band < logs.Length; band++) sum += (long)numbers.Factors[(index * logs.Length) + band] * logs[band];
        }

        int shift = numbers.FactorBits + 16, zero = operation.Output.ZeroPoint;
        if (tables.TowardsZero) sum += (long)zero << shift;
        long magnitude = (Math.Abs(sum) + (tables.TowardsZero ? 0 : 1L << (shift - 1))) >> shift;
        return (sbyte)Math.Clamp((sum < 0 ? -magnitude : magnitude) + (tables.TowardsZero ? 0 : zero), -128, 127);
    }

    /// <summary>The square root to 16 significant bits, cut.</summary>
    private static ulong Root(ulong square)
    {
        int bits = 64 - System.Numerics.BitOperations.LeadingZeroCount(square), shift = bits > 32 ? (bits - 31) & ~1 : 0;
        uint rest = (uint)(square >> shift), root = 0;
        for (uint bit = 1u << 30; bit != 0; bit >>= 2)
        {
            if (rest >= root + bit)
            {
                rest -= root + bit;
                root = (root >> 1) + bit;
            }
            else
            {
                root >>= 1;
            }
        }

        return (ulong)root << (shift / 2);
    }

    /// <summary>24 bits after the point; of 0 as of 1.</summary>
    private int Log2(ulong value)
    {
        int leading = System.Numerics.BitOperations.LeadingZeroCount(value | 1);
        ulong mantissa = (value | (value == 0 ? 1u : 0)) << leading;
        int piece = (int)(mantissa >> 56) & 127, fraction = (int)(mantissa >> 32) & 0xFFFFFF;
        int low = numbers.Logs[piece];
        return ((63 - leading) << 24) + low + (int)(((long)(numbers.Logs[piece + 1] - low) * fraction) >> 24);
    }
}
