using System.Buffers.Binary;
using System.Diagnostics;
using McuSim.Common;
using McuSim.Models;

namespace McuSim.Tests.Models;

/// <summary>Damaged files: reading gives a graph that runs, or one sentence; nothing else, in bounded time and memory.</summary>
public class FuzzTests
{
    private static readonly Lazy<byte[][]> Files = new(() =>
    [
        .. RandomGraphs.Kinds.Select((kind, i) => ModelWriter.Write(RandomGraphs.Layer(kind, (ulong)i + 3))),
        .. Enumerable.Range(0, 12).Select(i => ModelWriter.Write(RandomGraphs.Network((ulong)i))),
        ModelWriter.Write(BuiltInModels.KeywordSpotting.Graph),
        .. ShapeArithmeticTests.Files,
        .. Enumerable.Range(0, 6).Select(i => UInt8Tests.Network((ulong)i)),
    ]);

    [Fact]
    public void Truncated_files_are_refused()
    {
        foreach (byte[] file in Files.Value)
        {
            for (int length = 0; length < file.Length; length += Math.Max(1, file.Length / 60)) Check(file[..length]);
        }
    }

    [Theory]
    [InlineData(1, 6000)]
    [InlineData(2, 6000)]
    public void Damaged_files_are_refused_or_run(ulong seed, int count)
    {
        var random = new SeededRandom(seed);
        int read = 0;
        for (int i = 0; i < count; i++)
        {
            byte[] file = (byte[])random.Pick(Files.Value).Clone();
            for (int changes = random.Between(1, 4); changes > 0; changes--) Damage(random, file);
            if (Check(file)) read++;
        }

        Assert.InRange(read, count / 10, count * 9 / 10); // both kinds of answer are exercised
    }

    /// <summary>Damage behind the constants' bytes would change nothing, so most of it goes where the tables are: to small files and early bytes.</summary>
    private static void Damage(SeededRandom random, byte[] file)
    {
        int area = random.OneIn(4) ? file.Length : Math.Min(file.Length, 3000);
        int at = random.Between(0, area - 5);
        switch (random.Between(0, 4))
        {
            case 0: file[at] ^= (byte)(1 << random.Between(0, 7)); break;
            case 1: file[at] = (byte)random.Next(); break;
            case 2:
                int value = random.Pick(0, 1, 2, -1, 4, 100, 65536, int.MaxValue, int.MinValue, file.Length, file.Length - at, -at, random.Between(-at, file.Length));
                BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at / 4 * 4), value);
                break;
            case 3:
                int length = random.Between(1, Math.Min(64, area - at));
                file.AsSpan(random.Between(0, file.Length - length), length).CopyTo(file.AsSpan(at));
                break;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(
                    file.AsSpan(at / 4 * 4), random.Pick(0f, -1f, float.NaN, float.PositiveInfinity, float.Epsilon, float.MaxValue, 1e-30f, 1e30f));
                break;
        }
    }

    /// <summary>Whether the file was read.</summary>
    private static bool Check(byte[] file)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        try
        {
            Graph graph = ModelReader.Read("fuzz", file).Graph;
            if (graph.Macs < 100_000 && graph.Inputs.Concat(graph.Operators.Select(step => step.Output)).Sum(tensor => (long)tensor.ByteCount) < 100_000) Run(graph);
            return true;
        }
        catch (McuSimException e)
        {
            Assert.Equal(ExitCode.BadInput, e.ExitCode);
            Assert.StartsWith("fuzz: ", e.Message);
            Assert.EndsWith(".", e.Message);
            Assert.DoesNotContain(". ", e.Message);
            return false;
        }
        finally
        {
            Assert.True(Stopwatch.GetElapsedTime(start).TotalSeconds < 5, "reading takes long");
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 << 20, "reading takes much memory");
        }
    }

    private static void Run(Graph graph)
    {
        var interpreter = new Interpreter(graph);
        for (int i = 0; i < graph.Inputs.Length; i++) interpreter.SetInput(i, RandomGraphs.Input(graph.Inputs[i], 1));
        interpreter.Run();
        Assert.Equal(graph.Outputs[0].ByteCount, interpreter.Value(graph.Outputs[0]).Length);
    }
}
