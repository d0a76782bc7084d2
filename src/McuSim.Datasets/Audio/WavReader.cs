using System.Buffers.Binary;
using McuSim.Common;

namespace McuSim.Datasets.Audio;

/// <summary>
/// Reads RIFF/WAVE files: PCM of 8 (unsigned), 16, 24 and 32 bits and float of 32 and 64 bits, also as WAVEFORMATEXTENSIBLE. Several channels are
/// averaged into one. Whatever contradicts itself in the header is refused, never guessed.
/// </summary>
public static class WavReader
{
    /// <summary>The most bytes of a file: an hour of background noise at 16 kHz and 16 bits has 115 MB.</summary>
    private const int MaxBytes = 256 << 20;

    private const int ChunkHeaderBytes = 8, RiffHeaderBytes = 12;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="McuSimException">It cannot be read, is malformed, or of a kind that is not supported.</exception>
    public static AudioClip Read(string path)
    {
        byte[] file = FileBytes.Read(path, MaxBytes);
        try
        {
            return Parse(file);
        }
        catch (InvalidDataException e)
        {
            throw new BrokenInputException($"{path} is not a sound WAV file: {e.Message}.", e);
        }
    }

    private static AudioClip Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < RiffHeaderBytes || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
            throw new InvalidDataException("it does not begin with a RIFF/WAVE header");
        uint riffBytes = BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
        if (riffBytes + (ulong)ChunkHeaderBytes > (ulong)file.Length)
            throw new InvalidDataException($"it has {file.Length} bytes but its header says {riffBytes + (ulong)ChunkHeaderBytes}; it is cut short");

        WavFormat? format = null;
        ReadOnlySpan<byte> chunks = file[RiffHeaderBytes..(int)Math.Max(RiffHeaderBytes, riffBytes + ChunkHeaderBytes)];
        while (chunks.Length >= ChunkHeaderBytes)
        {
            ReadOnlySpan<byte> id = chunks[..4];
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            chunks = chunks[ChunkHeaderBytes..];
            if (length > chunks.Length)
                throw new InvalidDataException($"a chunk of {length} bytes does not fit into the {chunks.Length} that are left");
            ReadOnlySpan<byte> body = chunks[..(int)length];
            if (id.SequenceEqual("fmt "u8))
                format = format is null ? WavFormat.Parse(body) : throw new InvalidDataException("it has two format chunks");
            else if (id.SequenceEqual("data"u8))
                return Samples(body, format ?? throw new InvalidDataException("its data comes before its format"));
            chunks = chunks[Math.Min(chunks.Length, (int)length + (int)(length & 1))..];
        }
        throw new InvalidDataException(format is null ? "it has no format chunk" : "it has no data chunk");
    }

    private static AudioClip Samples(ReadOnlySpan<byte> data, WavFormat format)
    {
        if (data.IsEmpty)
            throw new InvalidDataException("it holds no samples");
        if (data.Length % format.BytesPerFrame != 0)
            throw new InvalidDataException($"its {data.Length} bytes of data are no multiple of the {format.BytesPerFrame} of a moment");
        var samples = new float[data.Length / format.BytesPerFrame];
        for (int i = 0; i < samples.Length; i++)
        {
            double sum = 0;
            for (int channel = 0; channel < format.Channels; channel++)
            {
                sum += Sample(data, format);
                data = data[format.BytesPerSample..];
            }
            float mean = (float)(sum / format.Channels);
            samples[i] = float.IsFinite(mean) ? mean : throw new InvalidDataException($"its sample {i} is not a finite number");
        }
        return new AudioClip(format.SampleRate, samples);
    }

    private static double Sample(ReadOnlySpan<byte> at, WavFormat format) => (format.IsFloat, format.BytesPerSample) switch
    {
        (false, 1) => (at[0] - 128) / 128.0,
        (false, 2) => BinaryPrimitives.ReadInt16LittleEndian(at) / 32768.0,
        (false, 3) => ((at[0] << 8) | (at[1] << 16) | (at[2] << 24)) / 2147483648.0,
        (false, _) => BinaryPrimitives.ReadInt32LittleEndian(at) / 2147483648.0,
        (true, 4) => BinaryPrimitives.ReadSingleLittleEndian(at),
        (true, _) => BinaryPrimitives.ReadDoubleLittleEndian(at),
    };
}
