using System.Buffers.Binary;

namespace McuSim.Datasets.Audio;

/// <summary>How the samples of a WAV file are stored: its "fmt " chunk, checked.</summary>
/// <param name="IsFloat">IEEE 754 numbers instead of integers.</param>
/// <param name="Channels">Samples at each moment.</param>
/// <param name="SampleRate">Moments per second.</param>
/// <param name="BytesPerSample">Of one channel.</param>
internal readonly record struct WavFormat(bool IsFloat, int Channels, int SampleRate, int BytesPerSample)
{
    private const int Pcm = 1, Float = 3, Extensible = 0xFFFE, ExtensibleBytes = 40;
    private const int MaxChannels = 64, MaxSampleRate = 1_000_000;

    /// <summary>Bytes 2 to 15 of the sub-format GUIDs whose first two are a format tag (mmreg.h, KSDATAFORMAT_SUBTYPE_PCM and _IEEE_FLOAT).</summary>
    private static ReadOnlySpan<byte> GuidTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    public int BytesPerFrame => BytesPerSample * Channels;

    /// <summary>Reads the chunk's contents (RFC 2361; WAVEFORMATEX and WAVEFORMATEXTENSIBLE of mmreg.h).</summary>
    /// <exception cref="InvalidDataException">They are malformed, or of a kind that is not read; the message is a part of a sentence.</exception>
    public static WavFormat Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16)
            throw new InvalidDataException($"its format chunk has {chunk.Length} bytes instead of at least 16");
        int tag = BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        uint bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[8..]);
        int bytesPerFrame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (tag == Extensible)
            tag = SubFormat(chunk, bits);
        if (tag is not (Pcm or Float))
            throw new InvalidDataException($"its format {tag} is neither PCM (1) nor float (3); convert it to PCM");
        if (channels is 0 or > MaxChannels)
            throw new InvalidDataException($"it has {channels} channels");
        if (rate is 0 or > MaxSampleRate)
            throw new InvalidDataException($"its sample rate is {rate}");
        if (tag == Pcm ? bits is not (8 or 16 or 24 or 32) : bits is not (32 or 64))
            throw new InvalidDataException($"its {(tag == Pcm ? "PCM" : "float")} samples have {bits} bits");
        if (bytesPerFrame != bits / 8 * channels)
            throw new InvalidDataException($"its block of {bytesPerFrame} bytes does not hold {channels} x {bits} bits");
        if (bytesPerSecond != rate * (ulong)bytesPerFrame)
            throw new InvalidDataException($"its {bytesPerSecond} bytes per second are not {rate} x {bytesPerFrame}");
        return new WavFormat(tag == Float, channels, (int)rate, bits / 8);
    }

    private static int SubFormat(ReadOnlySpan<byte> chunk, int bits)
    {
        if (chunk.Length < ExtensibleBytes || BinaryPrimitives.ReadUInt16LittleEndian(chunk[16..]) < ExtensibleBytes - 18)
            throw new InvalidDataException("its extensible format chunk is cut short");
        int valid = BinaryPrimitives.ReadUInt16LittleEndian(chunk[18..]);
        if (valid > bits)
            throw new InvalidDataException($"it claims {valid} valid bits in samples of {bits}");
        if (!chunk[26..ExtensibleBytes].SequenceEqual(GuidTail))
            throw new InvalidDataException("its extensible sub-format is not known");
        return BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
    }
}
