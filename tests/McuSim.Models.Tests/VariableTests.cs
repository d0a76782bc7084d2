using McuSim.Common;
using McuSim.Models;
using McuSim.Models.Flatbuffers;

namespace McuSim.Tests.Models;

/// <summary>Networks that keep values from one inference to the next.</summary>
public class VariableTests
{
    private const int Resource = 13;

    [Fact]
    public void A_variable_keeps_its_value_until_it_is_reset()
    {
        var interpreter = new Interpreter(History(first: [7, 8]));
        Assert.Equal([7, 8, 1], Run(interpreter, 1));
        Assert.Equal([8, 1, 2], Run(interpreter, 2));
        Assert.Equal([1, 2, 3], Run(interpreter, 3));
        interpreter.Reset();
        Assert.Equal([7, 8, 4], Run(interpreter, 4));
    }

    [Fact]
    public void A_variable_that_nothing_initialises_holds_its_zero_point()
    {
        var interpreter = new Interpreter(History(first: null));
        Assert.Equal([3, 3, 1], Run(interpreter, 1));
    }

    [Fact]
    public void Reading_after_assigning_gives_the_new_value()
    {
        var file = new TfliteFile();
        (int handle, int x, int old, int now, int y) = (file.Tensor(Resource, [], null), file.Int8([1, 2]), file.Int8([1, 2]), file.Int8([1, 2]), file.Int8([1, 4]));
        Handle(file, handle, "v").Operator("READ_VARIABLE", [handle], [old]).Operator("ASSIGN_VARIABLE", [handle, x], []).Operator("READ_VARIABLE", [handle], [now])
            .Operator("CONCATENATION", [old, now], [y], new FlatTableNode().Int32(0, 1));
        var interpreter = new Interpreter(file.Read([x], [y]));
        Assert.Equal([0, 0, 5, 6], Run(interpreter, 5, 6));
        Assert.Equal([5, 6, 9, 10], Run(interpreter, 9, 10));
    }

    [Fact]
    public void Two_variables_may_exchange_their_values()
    {
        var file = new TfliteFile();
        int[] t = [file.Tensor(Resource, [], null), file.Tensor(Resource, [], null), file.Int8([1, 1]), file.Int8([1, 1]), file.Int8([1, 1]), file.Int8([1, 3])];
        Handle(file, t[0], "a");
        Handle(file, t[1], "b").Operator("READ_VARIABLE", [t[0]], [t[3]]).Operator("READ_VARIABLE", [t[1]], [t[4]])
            .Operator("ASSIGN_VARIABLE", [t[0], t[4]], []).Operator("ASSIGN_VARIABLE", [t[1], t[3]], [])
            .Operator("CONCATENATION", [t[2], t[3], t[4]], [t[5]], new FlatTableNode().Int32(0, 1));
        Graph graph = file.Read([t[2]], [t[5]]);
        graph = graph with { States = [graph.States[0] with { Initial = new byte[] { 1 } }, graph.States[1] with { Initial = new byte[] { 2 } }] };
        var interpreter = new Interpreter(graph);
        Assert.Equal([0, 1, 2], Run(interpreter, 0));
        Assert.Equal([0, 2, 1], Run(interpreter, 0));
        Assert.Equal([0, 1, 2], Run(interpreter, 0));
    }

    [Fact]
    public void First_values_that_must_be_computed_are_refused()
    {
        var file = new TfliteFile();
        (int a, int b) = (file.Int8([1, 2]), file.Int8([1, 2]));
        file.Operator("RELU", [a], [b]).EndOtherGraph();
        (int x, int y) = (file.Int8([1, 2]), file.Int8([1, 2]));
        file.Operator("CALL_ONCE", [], [], new FlatTableNode().Int32(0, 1)).Operator("RELU", [x], [y]);
        McuSimException error = Assert.Throws<McuSimException>(() => file.Read([x], [y]));
        Assert.Contains("operator 0 (CALL_ONCE, version 1): graph 1, which it calls, does more than assign constants to variables (RELU)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_is_a_variables_old_value_is_refused()
    {
        var file = new TfliteFile();
        (int handle, int x, int y) = (file.Tensor(Resource, [], null), file.Int8([1, 2]), file.Int8([1, 2]));
        Handle(file, handle, "v").Operator("READ_VARIABLE", [handle], [y]).Operator("ASSIGN_VARIABLE", [handle, x], []);
        McuSimException error = Assert.Throws<McuSimException>(() => file.Read([x], [y]));
        Assert.Contains("is a variable as it was before the inference", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A network that puts its input behind the two inputs before, which it keeps.</summary>
    private static Graph History(sbyte[]? first)
    {
        var file = new TfliteFile();
        if (first is not null)
        {
            int initial = file.Tensor(Resource, [], null);
            Handle(file, initial, "history").Operator("ASSIGN_VARIABLE", [initial, file.Tensor(9, [1, 2], [.. first.Select(b => (byte)b)], [0.5f], [3])], []).EndOtherGraph();
        }

        (int handle, int x, int history, int all, int latest) = (
            file.Tensor(Resource, [], null), file.Int8([1, 1], zeroPoint: 3), file.Int8([1, 2], zeroPoint: 3), file.Int8([1, 3], zeroPoint: 3), file.Int8([1, 2], zeroPoint: 3));
        if (first is not null) file.Operator("CALL_ONCE", [], [], new FlatTableNode().Int32(0, 1));
        Handle(file, handle, "history").Operator("READ_VARIABLE", [handle], [history]).Operator("CONCATENATION", [history, x], [all], new FlatTableNode().Int32(0, 1))
            .Operator("SLICE", [all, file.Int32([2], 0, 1), file.Int32([2], 1, 2)], [latest]).Operator("ASSIGN_VARIABLE", [handle, latest], []);
        return file.Read([x], [all]);
    }

    private static TfliteFile Handle(TfliteFile file, int tensor, string name) =>
        file.Operator("VAR_HANDLE", [], [tensor], new FlatTableNode().Node(1, FlatVectorNode.Of(name)));

    private static sbyte[] Run(Interpreter interpreter, params sbyte[] input) =>
        [.. interpreter.Run([.. input.Select(b => (byte)b)]).ToArray().Select(b => (sbyte)b)];
}
