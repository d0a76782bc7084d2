using System.Diagnostics;
using System.Globalization;

using McuSim.Common;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>The generated network as a process of this machine (<see cref="McuSim.Codegen.HostBuild"/>): no cycles, but many times faster than a simulated board.</summary>
internal sealed class NativeRunner : INetworkEngine
{
    private readonly Graph graph;
    private readonly string path;
    private readonly Process process;
    private readonly Stream to, from;
    private readonly ReadOnlyMemory<byte>[] states;

    private NativeRunner(Graph graph, string path, string[] arguments)
    {
        this.graph = graph;
        states = [.. graph.States.Select(s => s.Initial)];
        this.path = path;
        process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        to = process.StandardInput.BaseStream;
        from = process.StandardOutput.BaseStream;
    }

    /// <summary>Starts the program.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="path">The program.</param>
    public static NativeRunner Start(Graph graph, string path) => new(graph, path, []);

    /// <summary>Starts the program for one inference and reads the arena after every function that it calls.</summary>
    public static byte[][] ArenaAfterUnits(Graph graph, string path, IReadOnlyList<byte[]> inputBytes, int units, int arenaBytes)
    {
        using var runner = new NativeRunner(graph, path, ["units"]);
        return runner.Answer(inputBytes, Enumerable.Repeat(arenaBytes, units));
    }

    /// <inheritdoc/>
    public Inference Run(IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation = default)
    {
        for (int i = 0; i < states.Length; i++) states[i] = graph.States[i].Initial;
        return Continue(inputBytes, cancellation);
    }

    /// <inheritdoc/>
    public Inference Continue(IReadOnlyList<byte[]> inputBytes, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        byte[][] answer = Answer(inputBytes, [.. graph.Outputs.Select(t => t.ByteCount), .. graph.States.Select(s => s.Tensor.ByteCount)]);
        for (int i = 0; i < states.Length; i++) states[i] = answer[graph.Outputs.Length + i];
        return new(answer[..graph.Outputs.Length], 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private byte[][] Answer(IReadOnlyList<byte[]> inputBytes, IEnumerable<int> sizes)
    {
        for (int i = 0; i < graph.Inputs.Length; i++)
        {
            if (inputBytes[i].Length != graph.Inputs[i].ByteCount)
                throw new ArgumentException($"Input {i} has {inputBytes[i].Length} bytes instead of {graph.Inputs[i].ByteCount}.", nameof(inputBytes));
        }

        try
        {
            foreach (byte[] bytes in inputBytes) to.Write(bytes);
            foreach (ReadOnlyMemory<byte> state in states) to.Write(state.Span);
            to.Flush();
            var answer = new List<byte[]>();
            foreach (int size in sizes)
            {
                var bytes = new byte[size];
                from.ReadExactly(bytes);
                answer.Add(bytes);
            }

            return [.. answer];
        }
        catch (IOException e)
        {
            process.WaitForExit();
            throw new McuSimException(ExitCode.FirmwareFault, string.Create(
                CultureInfo.InvariantCulture,
                $"The network's program for this machine, {path}, ended with exit code {process.ExitCode} in the middle of an input; evaluate with --fidelity exact, and report this."), e);
        }
    }
}
