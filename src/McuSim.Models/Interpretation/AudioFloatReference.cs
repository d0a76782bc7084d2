namespace McuSim.Models.Interpretation;

/// <summary>AUDIO_FEATURES in single precision, every operation rounded on its own: the definition that <c>audio_features_float.h</c> equals.</summary>
internal sealed class AudioFloatReference
{
    private readonly AudioFeatures operation;
    private readonly AudioTables tables;
    private readonly AudioFloatTables numbers;
    private readonly float[] spectrum;
    private readonly float[] bins;
    private readonly float[] logs;

    public AudioFloatReference(AudioFeatures operation)
    {
        this.operation = operation;
        tables = operation.Tables;
        numbers = new AudioFloatTables(tables, operation.Output.Scale);
        spectrum = new float[tables.Transform];
        bins = new float[(tables.Transform / 2) + 1];
        logs = new float[tables.Bands.Length];
    }

    public void Run(ReadOnlySpan<short> samples, Span<sbyte> output)
    {
        float divisor = AudioDivisor.Of(samples, tables.Loudness);
        float units = tables.Power == 2 ? divisor * divisor : divisor;
        float floor = numbers.Floor * units, unit = Log2(units);
        for (int frame = 0; frame < tables.Frames; frame++)
        {
            Load(samples.Slice(frame * tables.Step, tables.Window.Length));
            Transform();
            Unpack();
            int weight = 0;
            for (int band = 0; band < logs.Length; band++)
            {
                float sum = floor;
                for (int i = 0; i < tables.Bands[band].Weights.Length; i++) sum += bins[tables.Bands[band].FirstBin + i] * numbers.Weights[weight++];
                logs[band] = Log2(sum) - unit;
            }

            for (int i = 0; i < tables.PerFrame; i++) output[(frame * tables.PerFrame) + i] = Feature(i);
        }
    }

    private void Load(ReadOnlySpan<short> frame)
    {
        Array.Clear(spectrum);
        for (int i = 0; i < frame.Length; i++) spectrum[i] = frame[i] * numbers.Window[i];
    }

    private void Transform()
    {
        int points = tables.Transform / 2;
        AudioOrder.ReverseBits<float>(spectrum, points);
        for (int size = 2; size <= points; size *= 2)
        {
            int half = size / 2, stride = tables.Transform / size;
            for (int start = 0; start < points; start += size)
            {
                for (int j = 0; j < half; j++)
                {
                    int a = 2 * (start + j), b = a + size;
                    float c = numbers.Twiddles[2 * j * stride], s = numbers.Twiddles[(2 * j * stride) + 1];
                    float real = (spectrum[b] * c) + (spectrum[b + 1] * s), imaginary = (spectrum[b + 1] * c) - (spectrum[b] * s);
                    (spectrum[b], spectrum[b + 1]) = (spectrum[a] - real, spectrum[a + 1] - imaginary);
                    (spectrum[a], spectrum[a + 1]) = (spectrum[a] + real, spectrum[a + 1] + imaginary);
                }
            }
        }
    }

    private void Unpack()
    {
        int points = tables.Transform / 2;
        for (int k = 0; k <= points; k++)
        {
            int z = 2 * (k % points), y = 2 * ((points - k) % points);
            float c = k == points ? -1 : numbers.Twiddles[2 * k], s = k == points ? 0 : numbers.Twiddles[(2 * k) + 1];
            float sumReal = spectrum[z] + spectrum[y], sumImaginary = spectrum[z + 1] - spectrum[y + 1];
            float differenceReal = spectrum[z] - spectrum[y], differenceImaginary = spectrum[z + 1] + spectrum[y + 1];
            float real = (sumReal + ((differenceImaginary * c) - (differenceReal * s))) * 0.5f;
            float imaginary = (sumImaginary - ((differenceReal * c) + (differenceImaginary * s))) * 0.5f;
            float square = (real * real) + (imaginary * imaginary);
            bins[k] = tables.Power == 1 ? MathF.Sqrt(square) : square;
        }
    }

    private sbyte Feature(int index)
    {
        float sum = 0;
        if (tables.Cosines.IsEmpty)
        {
            sum = numbers.Factors[0] * logs[index];
        }
        else
        {
            for (int band = 0; band < logs.Length; band++) sum += numbers.Factors[(index * logs.Length) + band] * logs[band];
        }

        int zero = operation.Output.ZeroPoint;
        if (tables.TowardsZero) return (sbyte)Math.Clamp((int)Math.Clamp(sum + zero, -1024f, 1024f), -128, 127);
        float limited = Math.Clamp(sum, -1024f, 1024f);
        return (sbyte)Math.Clamp((int)(limited < 0 ? limited - 0.5f : limited + 0.5f) + zero, -128, 127);
    }

    /// <summary>By a table of 128 pieces; of anything below the smallest normal number as of that number.</summary>
    private float Log2(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (bits < 0x00800000) bits = 0x00800000;
        int piece = (int)(bits >> 16) & 127;
        float low = numbers.Logs[piece], fraction = (bits & 0xFFFF) * (1f / 65536);
        return (int)(bits >> 23) - 127 + (low + ((numbers.Logs[piece + 1] - low) * fraction));
    }
}
