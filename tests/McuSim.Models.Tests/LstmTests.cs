using System.Runtime.InteropServices;
using McuSim.Common;
using McuSim.Models;
using McuSim.Models.Flatbuffers;

namespace McuSim.Tests.Models;

/// <summary>UNIDIRECTIONAL_SEQUENCE_LSTM, read and run.</summary>
public class LstmTests
{
    private const int Int16 = 7;

    [Fact]
    public void A_network_that_forgets_nothing_counts_its_steps()
    {
        // All gates are open: biases push the logistic functions to 1 and the cell gate's tangent to a sixteenth or so.
        Graph graph = File(steps: 3, weights: 0, bias: [1 << 14, 1 << 14, 8, 1 << 14]).Graph;
        var interpreter = new Interpreter(graph);
        sbyte[] first = Run(interpreter, 3), second = Run(interpreter, 3);
        Assert.True(first[0] < first[1] && first[1] < first[2] && first[2] < second[0], string.Join(' ', first.Concat(second)));
        interpreter.Reset();
        Assert.Equal(first, Run(interpreter, 3));
    }

    [Fact]
    public void Its_variables_become_the_networks()
    {
        Graph graph = File(steps: 2, weights: 3, bias: [0, 0, 0, 0]).Graph;
        Lstm lstm = Assert.IsType<Lstm>(Assert.Single(graph.Operators));
        Assert.Equal([lstm.Hidden, lstm.Cell], graph.States.Select(s => s.Tensor));
        Assert.Equal([(byte)5, .. new byte[2]], graph.States.SelectMany(s => s.Initial.ToArray()));
        Assert.Equal(2 * 4 * (2 + 1), lstm.Macs);
    }

    [Theory]
    [InlineData("peepholes", 9)]
    [InlineData("a projection", 16)]
    [InlineData("layer normalisation", 20)]
    public void Variants_are_refused(string variant, int input)
    {
        McuSimException error = Assert.Throws<McuSimException>(() => File(2, 3, [0, 0, 0, 0], extra: input));
        Assert.Contains($"operator 0 (UNIDIRECTIONAL_SEQUENCE_LSTM, version 1): it has {variant}, which is not supported; use a standard LSTM layer", error.Message, StringComparison.Ordinal);
    }

    /// <summary>One unit with two inputs; every weight of a gate is the same.</summary>
    private static (Graph Graph, byte[] File) File(int steps, sbyte weights, int[] bias, int extra = -1)
    {
        var file = new TfliteFile();
        (int x, int y) = (file.Int8([1, steps, 2]), file.Int8([1, steps, 1], 1f / 128, 5));
        var inputs = Enumerable.Repeat(-1, 24).ToArray();
        inputs[0] = x;
        for (int gate = 0; gate < 4; gate++)
        {
            inputs[1 + gate] = file.Tensor(9, [1, 2], [(byte)weights, (byte)weights], [1f / 64], [0]);
            inputs[5 + gate] = file.Tensor(9, [1, 1], [(byte)weights], [1f / 64], [0]);
            inputs[12 + gate] = file.Tensor(2, [1], MemoryMarshal.AsBytes(bias.AsSpan(gate, 1)).ToArray());
        }

        inputs[18] = file.Tensor(9, [1, 1], null, [1f / 128], [5], variable: true);
        inputs[19] = file.Tensor(Int16, [1, 1], null, [1f / 2048], [0], variable: true);
        if (extra >= 0) inputs[extra] = file.Tensor(9, [1, 1], [1], [1f / 64], [0]);
        file.Operator("UNIDIRECTIONAL_SEQUENCE_LSTM", inputs, [y], new FlatTableNode().Byte(0, 4));
        byte[] bytes = file.Write([x], [y]);
        return (ModelReader.Read("test", bytes).Graph, bytes);
    }

    private static sbyte[] Run(Interpreter interpreter, int steps) => [.. interpreter.Run(new byte[2 * steps]).ToArray().Select(b => (sbyte)b)];
}
