using System.Buffers.Binary;
using System.Text;

namespace McuSim.Tests.Datasets;

/// <summary>Makes WAV files for the tests, sound ones and others.</summary>
internal static class TestWav
{
    public const int Pcm = 1, Float = 3, Extensible = 0xFFFE;

    private static readonly byte[] GuidTail = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Mono 16-bit PCM.</summary>
    public static byte[] Encode(int rate, IEnumerable<short> samples) =>
        File(Format(Pcm, 1, rate, 16), Chunk("data", [.. samples.SelectMany(BitConverter.GetBytes)]));

    /// <summary>RIFF, its length, WAVE and the chunks.</summary>
    public static byte[] File(params byte[][] chunks)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes("WAVE"), .. chunks.SelectMany(c => c)];
        return Chunk("RIFF", body);
    }

    public static byte[] Chunk(string id, byte[] body) => [.. Encoding.ASCII.GetBytes(id), .. BitConverter.GetBytes(body.Length), .. body, .. new byte[body.Length & 1]];

    /// <summary>A format chunk whose figures agree with each other; a tag above 0xFFFF makes it extensible with the lower half as sub-format.</summary>
    public static byte[] Format(int tag, int channels, int rate, int bits, bool extensible = false)
    {
        var body = new byte[extensible ? 40 : 16];
        BinaryPrimitives.WriteUInt16LittleEndian(body, (ushort)(extensible ? Extensible : tag));
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(8), rate * channels * (bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(12), (ushort)(channels * (bits / 8)));
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(14), (ushort)bits);
        if (extensible)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(16), 22);
            BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(18), (ushort)bits);
            BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(24), (ushort)tag);
            GuidTail.CopyTo(body, 26);
        }
        return Chunk("fmt ", body);
    }
}
