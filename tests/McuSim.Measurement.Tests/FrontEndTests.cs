using System.Buffers.Binary;

using McuSim.Common;
using McuSim.Datasets.Audio;
using McuSim.Datasets.Preprocessing;
using McuSim.Measurement;
using McuSim.Models;

namespace McuSim.Tests.Measurement;

/// <summary>Audio features computed as the board does, against those computed on this computer in double precision.</summary>
public class FrontEndTests
{
    [Theory]
    [InlineData(AudioArithmetic.Fixed)]
    [InlineData(AudioArithmetic.Float)]
    public void Features_are_at_most_one_step_from_those_in_double_precision(AudioArithmetic arithmetic)
    {
        Recipe recipe = RecipeCatalog.Load("mlperf-kws");
        (Model onBoard, Recipe samples) = FrontEnd.OnBoard(BuiltInModels.KeywordSpotting, recipe, arithmetic);
        Assert.Equal(ElementType.Int16, onBoard.Graph.Inputs[0].Type);
        Assert.Equal(16_000, samples.Audio!.Values);
        short[] sound = Chirp();
        var bytes = new byte[2 * sound.Length];
        for (int i = 0; i < sound.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), sound[i]);
        var interpreter = new Interpreter(onBoard.Graph);
        interpreter.Run(bytes);

        Tensor features = onBoard.Graph.Operators[0].Output;
        var wanted = new double[recipe.Audio!.Values];
        new AudioFrontEnd(recipe.Audio).Compute([.. sound.Select(s => s / 32768f)], wanted);
        ReadOnlySpan<byte> values = interpreter.Value(features);
        int different = 0;
        for (int i = 0; i < wanted.Length; i++)
        {
            int expected = (int)Math.Clamp(Math.Truncate((wanted[i] / features.Scale) + features.ZeroPoint), -128, 127);
            Assert.InRange((sbyte)values[i], expected - 1, expected + 1);
            if ((sbyte)values[i] != expected) different++;
        }

        Assert.InRange(different, 0, wanted.Length / 50);
    }

    [Fact]
    public void A_recipe_without_audio_features_is_refused()
    {
        McuSimException e = Assert.Throws<McuSimException>(() => FrontEnd.OnBoard(BuiltInModels.KeywordSpotting, RecipeCatalog.Plain, AudioArithmetic.Fixed));
        Assert.Contains("--recipe", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_networks_with_different_front_ends_are_told_apart()
    {
        Recipe recipe = RecipeCatalog.Load("mlperf-kws");
        string[] hashes =
        [
            BuiltInModels.KeywordSpotting.Sha256,
            FrontEnd.OnBoard(BuiltInModels.KeywordSpotting, recipe, AudioArithmetic.Fixed).Model.Sha256,
            FrontEnd.OnBoard(BuiltInModels.KeywordSpotting, recipe, AudioArithmetic.Float).Model.Sha256,
            FrontEnd.OnBoard(BuiltInModels.KeywordSpotting, recipe with { Audio = recipe.Audio! with { LowHertz = 40 } }, AudioArithmetic.Float).Model.Sha256,
        ];
        Assert.Equal(4, hashes.Distinct().Count());
    }

    /// <summary>A tone that rises from 100 Hz to 5 kHz and swells, over a little noise.</summary>
    private static short[] Chirp()
    {
        var random = new Random(5);
        var sound = new short[16_000];
        for (int i = 0; i < sound.Length; i++)
        {
            double t = i / 16_000.0;
            sound[i] = (short)((12_000 * t * Math.Sin(2 * Math.PI * ((100 * t) + (2450 * t * t)))) + random.Next(-30, 30));
        }

        return sound;
    }
}
