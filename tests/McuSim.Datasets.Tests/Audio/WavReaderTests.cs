using McuSim.Datasets;
using McuSim.Datasets.Audio;

namespace McuSim.Tests.Datasets.Audio;

public class WavReaderTests
{
    [Theory]
    [InlineData(TestWav.Pcm, 8, false, new byte[] { 0, 128, 192 }, new[] { -1f, 0, 0.5f })]
    [InlineData(TestWav.Pcm, 16, false, new byte[] { 0, 0x80, 0, 0, 0, 0x40 }, new[] { -1f, 0, 0.5f })]
    [InlineData(TestWav.Pcm, 16, true, new byte[] { 0, 0x80, 0, 0, 0, 0x40 }, new[] { -1f, 0, 0.5f })]
    [InlineData(TestWav.Pcm, 24, false, new byte[] { 0, 0, 0x80, 0, 0, 0, 0, 0, 0x40 }, new[] { -1f, 0, 0.5f })]
    [InlineData(TestWav.Pcm, 32, false, new byte[] { 0, 0, 0, 0x80, 0, 0, 0, 0x40 }, new[] { -1f, 0.5f })]
    [InlineData(TestWav.Float, 32, false, new byte[] { 0, 0, 0x80, 0xBF, 0, 0, 0, 0x3F }, new[] { -1f, 0.5f })]
    [InlineData(TestWav.Float, 32, true, new byte[] { 0, 0, 0x80, 0xBF, 0, 0, 0, 0x3F }, new[] { -1f, 0.5f })]
    [InlineData(TestWav.Float, 64, false, new byte[] { 0, 0, 0, 0, 0, 0, 0xE0, 0x3F }, new[] { 0.5f })]
    public void Every_kind_of_sample_is_read(int tag, int bits, bool extensible, byte[] data, float[] expected)
    {
        AudioClip clip = Read(TestWav.File(TestWav.Format(tag, 1, 16000, bits, extensible), TestWav.Chunk("data", data)));
        Assert.Equal(16000, clip.SampleRate);
        Assert.Equal(expected, clip.Samples);
    }

    [Fact]
    public void Channels_are_averaged_and_unknown_chunks_passed_over()
    {
        byte[] file = TestWav.File(
            TestWav.Chunk("LIST", [1, 2, 3]), TestWav.Format(TestWav.Pcm, 2, 44100, 16), TestWav.Chunk("fact", new byte[4]),
            TestWav.Chunk("data", [0, 0x40, 0, 0x20, 0, 0, 0, 0xC0]));
        AudioClip clip = Read([.. file, 9, 9, 9]);
        Assert.Equal(44100, clip.SampleRate);
        Assert.Equal([0.375f, -0.25f], clip.Samples);
    }

    public static TheoryData<string, byte[], string> Malformed()
    {
        byte[] format = TestWav.Format(TestWav.Pcm, 1, 16000, 16), data = TestWav.Chunk("data", [1, 2, 3, 4]), sound = TestWav.File(format, data);
        byte[] With(int at, params byte[] bytes)
        {
            byte[] changed = [.. sound];
            bytes.CopyTo(changed, at);
            return changed;
        }
        byte[] Extensible(int at, byte value)
        {
            byte[] chunk = TestWav.Format(TestWav.Pcm, 1, 16000, 16, extensible: true);
            chunk[8 + at] = value;
            return TestWav.File(chunk, data);
        }
        return new()
        {
            { "nothing", [], "is empty" },
            { "too short", [1, 2, 3], "RIFF/WAVE header" },
            { "big-endian", With(0, (byte)'R', (byte)'I', (byte)'F', (byte)'X'), "RIFF/WAVE header" },
            { "another form", With(8, (byte)'A'), "RIFF/WAVE header" },
            { "cut short", sound[..^1], "it is cut short" },
            { "length of a stream", With(4, 0xFF, 0xFF, 0xFF, 0xFF), "it is cut short" },
            { "data of a stream", With(40, 0xFF, 0xFF, 0xFF, 0xFF), "a chunk of 4294967295 bytes does not fit" },
            { "short format", TestWav.File(TestWav.Chunk("fmt ", new byte[14]), data), "format chunk has 14 bytes" },
            { "mu-law", With(20, 7), "format 7 is neither PCM" },
            { "no channels", With(22, 0), "has 0 channels" },
            { "many channels", With(22, 200), "has 200 channels" },
            { "no rate", With(24, 0, 0, 0, 0), "sample rate is 0" },
            { "great rate", With(24, 0xFF, 0xFF, 0xFF, 0xFF), "sample rate is 4294967295" },
            { "wrong bytes per second", With(28, 1), "bytes per second" },
            { "wrong block", With(32, 4), "block of 4 bytes" },
            { "12 bits", With(34, 12), "samples have 12 bits" },
            { "16-bit float", TestWav.File(TestWav.Format(TestWav.Float, 1, 16000, 16), data), "float samples have 16 bits" },
            { "no format", TestWav.File(data), "data comes before its format" },
            { "two formats", TestWav.File(format, format, data), "two format chunks" },
            { "no data", TestWav.File(format), "no data chunk" },
            { "nothing at all", TestWav.File(), "no format chunk" },
            { "empty data", TestWav.File(format, TestWav.Chunk("data", [])), "holds no samples" },
            { "half a sample", TestWav.File(format, TestWav.Chunk("data", [1, 2, 3])), "no multiple of the 2" },
            { "not a number", TestWav.File(TestWav.Format(TestWav.Float, 1, 16000, 32), TestWav.Chunk("data", [0, 0, 0xC0, 0x7F])), "not a finite number" },
            { "extensible, short", TestWav.File(TestWav.Chunk("fmt ", [.. TestWav.Format(TestWav.Extensible, 1, 16000, 16)[8..], 0, 0]), data), "cut short" },
            { "extensible, little extra", Extensible(16, 2), "cut short" },
            { "extensible, many bits", Extensible(18, 24), "24 valid bits" },
            { "extensible, odd GUID", Extensible(39, 0), "sub-format is not known" },
            { "extensible, mu-law", Extensible(24, 7), "format 7 is neither PCM" },
        };
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Every_malformed_header_is_named(string what, byte[] file, string expected)
    {
        string message = Assert.Throws<BrokenInputException>(() => Read(file)).Message;
        Assert.True(message.Contains(expected, StringComparison.Ordinal), $"{what}: {message}");
        Assert.Contains("a.wav", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_never_crashes()
    {
        byte[] sound = TestWav.File(TestWav.Format(TestWav.Pcm, 1, 16000, 16, extensible: true), TestWav.Chunk("data", new byte[64]));
        var random = new Random(1);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = [.. sound[..random.Next(sound.Length / 2, sound.Length + 1)]];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Read(damaged);
            }
            catch (BrokenInputException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 1, 2999);
    }

    private static AudioClip Read(byte[] file)
    {
        using var folder = new TemporaryFolder();
        return WavReader.Read(folder.Write("a.wav", file));
    }
}
