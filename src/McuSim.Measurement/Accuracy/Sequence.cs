using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>
/// The inferences of one labelled input: one, or of a network with variables as many as its file holds inputs. Variables have their first values at the
/// start of each file and are kept within it. What counts is the last output; of a detector, whose output is one number, the largest, for its word may
/// come at any moment.
/// </summary>
internal static class Sequence
{
    /// <summary>Runs them.</summary>
    /// <param name="engine">What runs them.</param>
    /// <param name="graph">The network.</param>
    /// <param name="inputs">The bytes of one input after the other.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The outputs that count, and the mean cycles and instructions of an inference.</returns>
    public static Inference Run(INetworkEngine engine, Graph graph, byte[] inputs, CancellationToken cancellation)
    {
        byte[][] frames = Frames(graph, inputs);
        Inference result = engine.Run([frames[0]], cancellation);
        (long cycles, long instructions) = (result.Cycles, result.Instructions);
        foreach (byte[] frame in frames.Skip(1))
        {
            Inference next = engine.Continue([frame], cancellation);
            (cycles, instructions) = (cycles + next.Cycles, instructions + next.Instructions);
            result = next with { Outputs = [Counting(graph, result.Outputs[0], next.Outputs[0]), .. next.Outputs[1..]] };
        }

        return result with { Cycles = cycles / frames.Length, Instructions = instructions / frames.Length };
    }

    /// <summary>The first output that counts, by the reference interpreter.</summary>
    public static byte[] Run(Interpreter interpreter, byte[] inputs)
    {
        interpreter.Reset();
        byte[]? result = null;
        foreach (byte[] frame in Frames(interpreter.Graph, inputs))
        {
            byte[] output = interpreter.Run(frame).ToArray();
            result = result is null ? output : Counting(interpreter.Graph, result, output);
        }

        return result!;
    }

    /// <summary>The first of the inputs.</summary>
    public static byte[] First(Graph graph, byte[] inputs) => inputs.AsSpan(0, graph.Inputs[0].ByteCount).ToArray();

    private static byte[][] Frames(Graph graph, byte[] inputs) => [.. inputs.Chunk(graph.Inputs[0].ByteCount)];

    private static byte[] Counting(Graph graph, byte[] before, byte[] output) =>
        graph.Outputs[0].Shape.ElementCount == 1 && Scores.Of(graph.Outputs[0], before)[0] > Scores.Of(graph.Outputs[0], output)[0] ? before : output;
}
