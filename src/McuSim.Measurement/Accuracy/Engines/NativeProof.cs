using System.Globalization;

using McuSim.Codegen;
using McuSim.Common;
using McuSim.Datasets;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>Proves that the program for this machine computes what the firmware computes: every byte of every output, on a sample of the inputs.</summary>
/// <param name="firmware">The firmware.</param>
/// <param name="boot">Boots a simulated board with it.</param>
/// <param name="program">The program for this machine.</param>
internal sealed class NativeProof(Firmware firmware, Func<NetworkRunner> boot, string program)
{
    private const ulong Seed = 1;

    private readonly Graph graph = firmware.Model.Graph;

    /// <summary>Chooses the sample: a seeded random choice, the same on every machine.</summary>
    /// <param name="inputs">How many inputs there are.</param>
    /// <param name="count">How many to choose.</param>
    /// <returns>All inputs, the chosen ones first; where one cannot be read, the next in the order takes its place.</returns>
    public static int[] Order(int inputs, int count)
    {
        int[] order = [.. Enumerable.Range(0, inputs)];
        ulong state = Seed;
        for (int i = 0; i < Math.Min(count, inputs); i++)
        {
            int other = i + (int)(Next(ref state) % (ulong)(inputs - i));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    /// <summary>Compares.</summary>
    /// <param name="samples">The dataset.</param>
    /// <param name="count">Inputs to compare.</param>
    /// <param name="workers">Boards side by side.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Inputs that were found equal: <paramref name="count"/>, or as many as can be read.</returns>
    /// <exception cref="McuSimException">An output differs (exit code 5); the message names the layer where it starts.</exception>
    public int Check(IReadOnlyList<Sample> samples, int count, int workers, CancellationToken cancellation)
    {
        int[] order = Order(samples.Count, count);
        int next = -1, equal = 0;
        Workers.Run(
            Math.Min(workers, Math.Min(count, samples.Count)),
            () =>
            {
                using NetworkRunner board = boot();
                using NativeRunner native = NativeRunner.Start(graph, program);
                int position;
                while (Volatile.Read(ref equal) < count && (position = Interlocked.Increment(ref next)) < order.Length)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Sample sample = samples[order[position]];
                    byte[] inputs;
                    try
                    {
                        inputs = sample.ReadSequence();
                    }
                    catch (BrokenInputException)
                    {
                        continue;
                    }

                    Check(sample.Name, board, native, inputs, cancellation);
                    Interlocked.Increment(ref equal);
                }
            },
            stopOthers: () => Volatile.Write(ref next, order.Length));
        return Math.Min(equal, count);
    }

    /// <summary>Compares one input, or a sequence of them.</summary>
    /// <exception cref="McuSimException">An output differs (exit code 5).</exception>
    internal void Check(string name, NetworkRunner board, INetworkEngine native, byte[] inputs, CancellationToken cancellation)
    {
        byte[][] expected = Sequence.Run(board, graph, inputs, cancellation).Outputs, actual = Sequence.Run(native, graph, inputs, cancellation).Outputs;
        if (expected.Zip(actual).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second))) return;
        throw new McuSimException(ExitCode.FirmwareFault,
            $"{name}: the network compiled for this machine does not compute what the firmware computes; {FirstDifference(board, Sequence.First(graph, inputs), cancellation)}. Evaluate with --fidelity exact, and report this.");
    }

    private string FirstDifference(NetworkRunner board, byte[] input, CancellationToken cancellation)
    {
        Plan plan = firmware.Plan;
        (string Name, Layer Last)[] units = [.. plan.Units];
        byte[][] expected = board.ArenaAfterUnits([input], cancellation);
        byte[][] actual = NativeRunner.ArenaAfterUnits(graph, program, [input], units.Length, plan.ArenaBytes);
        for (int i = 0; i < units.Length; i++)
        {
            Layer layer = units[i].Last;
            PlannedBuffer buffer = plan.Buffers.First(b => b.Tensor == layer.Operator.Output);
            int length = layer.Operator.Output.ByteCount;
            ReadOnlySpan<byte> right = expected[i].AsSpan(buffer.Offset, length), wrong = actual[i].AsSpan(buffer.Offset, length);
            int at = right.CommonPrefixLength(wrong);
            if (at < length)
            {
                string place = units[i].Name == layer.Name ? $"{layer.Name} (kernel {layer.Kernel})" : $"{units[i].Name}, which computes layers together up to {layer.Name}";
                return string.Create(CultureInfo.InvariantCulture, $"it starts in {place}, whose output's byte {at} of {length} is {(sbyte)wrong[at]} instead of {(sbyte)right[at]}");
            }
        }

        return "layer by layer they agree, so it depends on what ran before";
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
