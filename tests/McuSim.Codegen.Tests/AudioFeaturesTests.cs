using System.Buffers.Binary;

using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>The audio front ends as generated code under the sanitisers, against their definition.</summary>
public class AudioFeaturesTests
{
    [Theory]
    [InlineData(AudioArithmetic.Fixed, 1, AudioLoudness.Greatest, true)]
    [InlineData(AudioArithmetic.Fixed, 2, AudioLoudness.Peak, false)]
    [InlineData(AudioArithmetic.Float, 1, AudioLoudness.AsIs, false)]
    [InlineData(AudioArithmetic.Float, 2, AudioLoudness.Greatest, true)]
    public Task Generated_code_equals_the_definition(AudioArithmetic arithmetic, int power, AudioLoudness loudness, bool towardsZero)
    {
        AudioTables tables = Tables(power, loudness, towardsZero, cosines: power == 1);
        var features = new Tensor(0, "features", ElementType.Int8, Shape.Of(1, tables.Frames * tables.PerFrame), new Quantization([0.25f], [17], 0), default);
        var network = new Model("sound", new string('0', 64), new Graph([], [features], [features]));
        return HostProgram.AssertEqualsInterpreter(
            AudioFeatures.Before(network, tables, arithmetic), new(CoreKind.CortexM4, FpuKind.Single, 1), new(), [.. Sounds(tables.Samples)]);
    }

    private static AudioTables Tables(int power, AudioLoudness loudness, bool towardsZero, bool cosines)
    {
        const int Samples = 1000, Frame = 100, Bands = 9, Transform = 128;
        var random = new Random(power);
        return new AudioTables(
            Samples, 60, Transform, [.. Enumerable.Range(0, Frame).Select(n => 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / Frame)))], power,
            [.. Enumerable.Range(0, Bands).Select(b => new AudioBand(b * 7, [.. Enumerable.Range(0, b == 4 ? 0 : 1 + b).Select(_ => random.NextDouble())]))],
            1e-6, cosines ? [.. Enumerable.Range(0, 5 * Bands).Select(_ => random.NextDouble() - 0.5)] : [], loudness, towardsZero);
    }

    /// <summary>Noise, the loudest square wave, silence, a single click, and the most negative sample throughout.</summary>
    private static IEnumerable<byte[]> Sounds(int samples)
    {
        var random = new Random(3);
        yield return Bytes(_ => random.Next(-2000, 2000));
        yield return Bytes(i => i / 8 % 2 == 0 ? 32767 : -32768);
        yield return Bytes(_ => 0);
        yield return Bytes(i => i == 77 ? 1 : 0);
        yield return Bytes(_ => -32768);

        byte[] Bytes(Func<int, int> sample)
        {
            var bytes = new byte[2 * samples];
            for (int i = 0; i < samples; i++) BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)sample(i));
            return bytes;
        }
    }
}
