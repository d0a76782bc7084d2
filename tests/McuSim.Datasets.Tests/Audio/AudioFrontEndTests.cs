using System.Globalization;
using McuSim.Common;
using McuSim.Datasets;
using McuSim.Datasets.Audio;
using McuSim.Datasets.Preprocessing;

namespace McuSim.Tests.Datasets.Audio;

public class AudioFrontEndTests
{
    private static readonly InputFormat Keywords = new([1, 49, 10, 1], InputType.Int8, 0.5847029089927673, 83);

    /// <summary>The sound of Golden/audio_features.txt.</summary>
    private static short[] Chirp() =>
    [
        .. Enumerable.Range(0, 12_000).Select(n =>
        {
            double t = n / 16000.0;
            return n is >= 4000 and < 5000 ? (short)0 : (short)Math.Round(9000 * Math.Sin(2 * Math.PI * ((200 * t) + (900 * t * t))) * (1 - (n / 20000.0)));
        }),
    ];

    [Fact]
    public void Features_are_those_that_NumPy_computes()
    {
        float[] sound = [.. Chirp().Select(s => s / 32768f)];
        string golden = Path.Combine(SharedFolder.RepositoryRoot, "tests", "McuSim.Datasets.Tests", "Golden", "audio_features.txt");
        foreach (string line in File.ReadLines(golden).Where(l => !l.StartsWith('#')))
        {
            string[] parts = line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries);
            AudioRecipe recipe = RecipeCatalog.Load(parts[0]).Audio!;
            var values = new double[recipe.Values];
            new AudioFrontEnd(recipe).Compute(sound, values);
            int frame = int.Parse(parts[1], CultureInfo.InvariantCulture);
            double[] expected = [.. parts[2..].Select(p => double.Parse(p, CultureInfo.InvariantCulture))];
            Assert.Equal(recipe.ValuesPerFrame, expected.Length);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], values[(frame * recipe.ValuesPerFrame) + i], 2e-3);
        }
    }

    /// <summary>A constant 1 under a Hann window of 4: bins 4/2 and -4/4, worked out by hand; the band from 0 to the top has weights from its mel triangle.</summary>
    [Fact]
    public void A_frame_worked_out_by_hand()
    {
        var recipe = new AudioRecipe
        {
            Features = AudioFeatures.LogMel,
            SampleRate = 4,
            Samples = 4,
            Loudness = Loudness.AsIs,
            Frame = 4,
            Step = 4,
            Transform = 4,
            Bands = 1,
            LowHertz = 0,
            HighHertz = 2,
            Floor = 1e-12,
        };
        var values = new double[1];
        new AudioFrontEnd(recipe).Compute([1, 1, 1, 1], values);
        // Window 0, 1/2, 1, 1/2: X(1) = 0 - i/2 - 1 + i/2 = -1; X(2) is at the band's edge and weighs 0. Bin 1 is at 1 Hz, mel 1127 ln(1 + 1/700).
        double mel = Math.Log(1 + (1 / 700.0)), top = Math.Log(1 + (2 / 700.0));
        double weight = mel <= top / 2 ? mel / (top / 2) : (top - mel) / (top / 2);
        Assert.Equal(Math.Log(weight), values[0], 1e-9);
    }

    [Fact]
    public void Silence_stays_finite()
    {
        AudioRecipe recipe = RecipeCatalog.Load("mlperf-kws").Audio!;
        var values = new double[recipe.Values];
        new AudioFrontEnd(recipe).Compute(new float[16000], values);
        Assert.Equal(Math.Log(1e-6) * 40 * Math.Sqrt(2 / 40.0), values[0], 1e-6);
        Assert.Equal(0, values[1], 1e-9);
    }

    /// <summary>246 clips are in both sets; what differs in 19 of them are zeros padded at the end, where TensorFlow's float32 rounding decides between two steps.</summary>
    [Fact]
    public void Clips_give_the_very_bytes_that_MLPerf_hands_out()
    {
        HashSet<string> tensors = [.. Directory.EnumerateFiles(SharedFolder.Require("data", "speech_commands_mfcc"), "*.bin").Select(f => Convert.ToHexString(File.ReadAllBytes(f)))];
        var reader = new InputReader(Keywords, RecipeCatalog.Load("mlperf-kws"));
        string[] clips = Directory.GetFiles(SharedFolder.Require("data", "speech_commands"), "*.wav", SearchOption.AllDirectories);
        Assert.Equal(1200, clips.Length);
        Assert.Equal(227, clips.Count(c => tensors.Contains(Convert.ToHexString(reader.Read(c)))));
    }

    [Fact]
    public void Resampling_keeps_what_both_rates_can_carry()
    {
        static float[] Tone(int rate, int hertz) => [.. Enumerable.Range(0, rate / 4).Select(n => (float)Math.Sin(2 * Math.PI * hertz * n / rate))];
        float[] down = Resampler.Convert(Tone(44100, 1000), 44100, 16000), expected = Tone(16000, 1000);
        Assert.Equal(44100 / 4 * 16000L / 44100, down.Length);
        for (int i = 500; i < down.Length - 500; i++)
            Assert.Equal(expected[i], down[i], 2e-3f);
        Assert.All(Resampler.Convert(Tone(44100, 10000), 44100, 16000)[500..^500], s => Assert.InRange(s, -2e-3f, 2e-3f));
    }

    [Fact]
    public void Another_rate_or_size_is_an_error_that_names_the_remedy()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a.wav", TestWav.Encode(8000, Chirp()));
        Recipe recipe = RecipeCatalog.Load("mlperf-kws");
        McuSimException e = Assert.Throws<McuSimException>(() => new InputReader(Keywords, recipe).Read(path));
        Assert.Contains("has 8000 samples per second, but the recipe takes 16000", e.Message, StringComparison.Ordinal);
        Assert.Equal(490, new InputReader(Keywords, recipe with { Audio = recipe.Audio! with { Resample = true } }).Read(path).Length);

        e = Assert.Throws<McuSimException>(() => new InputReader(Keywords with { Shape = [1, 40, 10] }, recipe).Read(path));
        Assert.Contains("makes 49 x 10 values of a sound, but the input 1x40x10 takes 400", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<McuSimException>(() => new InputReader(Keywords, RecipeCatalog.Plain).Read(path));
        Assert.Contains("give a recipe with --recipe", e.Message, StringComparison.Ordinal);
    }
}
