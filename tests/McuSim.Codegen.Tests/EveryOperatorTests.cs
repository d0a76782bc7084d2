using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Every kind of operator with awkward numbers, as generated code under the sanitisers, against the interpreter.</summary>
public class EveryOperatorTests
{
    private const int Graphs = 4;

    [Theory]
    [InlineData(CoreKind.CortexM4, 100)]
    [InlineData(CoreKind.CortexM0Plus, 200)]
    public Task Layers_of_every_kind_equal_the_interpreter(CoreKind core, int seed)
    {
        // Reductions of five dimensions and element-wise operators of more than four have no kernel; the generator says so.
        Graph[] graphs = [.. RandomGraphs.Kinds.SelectMany((kind, i) => Enumerable.Range(0, Graphs).Select(k => RandomGraphs.Layer(kind, (ulong)(seed + (i * Graphs) + k))))
            .Where(graph => graph.Operators.All(step => step is not Pad || step.Output.Shape.Rank <= 4))];
        var all = new Graph([.. graphs.SelectMany(g => g.Operators)], [.. graphs.SelectMany(g => g.Inputs)], [.. graphs.SelectMany(g => g.Outputs)]);
        List<byte[]> frames = [.. Enumerable.Range(0, 3).Select(frame =>
            all.Inputs.SelectMany((input, i) => RandomGraphs.Input(input, (ulong)((frame * 1000) + i))).ToArray())];
        return HostProgram.AssertEqualsInterpreter(
            new Model("every_kind", "00", all, HasTrainedWeights: false), new(core, FpuKind.None, 1), new(), frames);
    }
}
