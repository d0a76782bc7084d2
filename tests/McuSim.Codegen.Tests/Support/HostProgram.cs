using System.Diagnostics;
using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Builds a network for this machine under the sanitisers, runs it on inputs and compares every byte with the interpreter.</summary>
internal static class HostProgram
{
    public static readonly CoreDescription M4 = new(CoreKind.CortexM4, FpuKind.Single, 1);
    public static readonly CoreDescription M7 = new(CoreKind.CortexM7, FpuKind.Double, 1);
    public static readonly CoreDescription M0Plus = new(CoreKind.CortexM0Plus, FpuKind.None, 1);

    public static async Task AssertEqualsInterpreter(
        Model model, CoreDescription core, BuildOptions options, IReadOnlyList<byte[]> frames, bool sanitize = true)
    {
        using var folder = new TemporaryFolder();
        string program = await HostBuild.BuildAsync(model, core, options, folder.Path, sanitize, TestContext.Current.CancellationToken);
        var interpreter = new Interpreter(model.Graph);
        byte[] output = await RunAsync(program, [.. frames.Select(frame => (byte[])[.. frame, .. model.Graph.States.SelectMany(s => s.Initial.ToArray())])]);
        int at = 0;
        foreach (byte[] frame in frames)
        {
            int from = 0;
            for (int i = 0; i < model.Graph.Inputs.Length; i++)
            {
                int bytes = model.Graph.Inputs[i].ByteCount;
                interpreter.SetInput(i, frame.AsSpan(from, bytes));
                from += bytes;
            }

            interpreter.Reset();
            interpreter.Run();
            foreach (Tensor tensor in model.Graph.Outputs.Concat(model.Graph.States.Select(s => s.Tensor)))
            {
                byte[] expected = interpreter.Value(tensor).ToArray();
                byte[] actual = output.AsSpan(at, expected.Length).ToArray();
                if (!expected.AsSpan().SequenceEqual(actual)) Assert.Fail(Difference(model, tensor, expected, actual));
                at += expected.Length;
            }
        }

        Assert.Equal(at, output.Length);
    }

    /// <summary>Random bytes for every input of every frame.</summary>
    public static List<byte[]> RandomFrames(Graph graph, int count, int seed)
    {
        var random = new Random(seed);
        var frames = new List<byte[]>();
        for (int i = 0; i < count; i++)
        {
            byte[] frame = new byte[graph.Inputs.Sum(t => t.ByteCount)];
            random.NextBytes(frame);
            frames.Add(frame);
        }

        return frames;
    }

    private static string Difference(Model model, Tensor tensor, byte[] expected, byte[] actual)
    {
        int at = Enumerable.Range(0, expected.Length).First(i => expected[i] != actual[i]);
        Operator? producer = model.Graph.Operators.FirstOrDefault(o => o.Output == tensor);
        return $"{model.Name}, tensor {tensor.Index}: byte {at} is {(sbyte)actual[at]}, not {(sbyte)expected[at]}; {producer}";
    }

    private static async Task<byte[]> RunAsync(string program, IReadOnlyList<byte[]> frames)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        using var output = new MemoryStream();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            foreach (byte[] frame in frames) await process.StandardInput.BaseStream.WriteAsync(frame);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended early; its errors say why.
        }

        await reading;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output.ToArray();
    }
}
