using System.Collections.Immutable;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>
/// Variables: VAR_HANDLE names one, CALL_ONCE gives first values, READ_VARIABLE and ASSIGN_VARIABLE use it. What is left is the tensor that the first
/// reading gives, as a <see cref="State"/>, and one <see cref="StoreState"/> at the end of the inference.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="model">Its root table.</param>
internal sealed class VariableReader(FlatBuffer file, ModelTable model)
{
    private readonly Dictionary<int, string> handles = [];
    private readonly SortedDictionary<string, Variable> variables = new(StringComparer.Ordinal);
    private readonly List<State> kept = [];

    /// <summary>Whether an operator is about variables.</summary>
    public static bool Knows(string name) => name is "VAR_HANDLE" or "READ_VARIABLE" or "ASSIGN_VARIABLE" or "CALL_ONCE";

    /// <summary>Reads an operator of the main graph.</summary>
    /// <returns>The alias that a second reading, or one after a change, is; null when nothing is computed.</returns>
    public Operator? Read(OperatorSource source, Func<Tensor, bool> isComputed)
    {
        switch (source.Name)
        {
            case "VAR_HANDLE": handles[source.OutputIndex(0)] = KeyOf(source); return null;
            case "CALL_ONCE": Initialise(source); return null;
            case "READ_VARIABLE": return ReadValue(source);
            default: Assign(source, isComputed); return null;
        }
    }

    /// <summary>Adds variables that an operator changes itself.</summary>
    public void Keep(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors) kept.Add(new(tensor, ZeroPoints(tensor)));
    }

    /// <summary>Whether a tensor is the value that a variable has at the start of an inference.</summary>
    public bool Holds(Tensor tensor) => variables.Values.Any(v => v.Before == tensor);

    /// <summary>The variables that are read, and the operators that change them.</summary>
    public (ImmutableArray<State> States, ImmutableArray<StoreState> Stores) Finish()
    {
        Variable[] read = [.. variables.Values.Where(v => v.Before is not null)];
        return (
            [.. read.Select(v => new State(v.Before!, v.First.Length == v.Before!.ByteCount ? v.First : ZeroPoints(v.Before))), .. kept],
            [.. read.Where(v => v.After is not null && v.After != v.Before).Select(v => new StoreState(v.AssignedBy, v.After!, v.Before!)).OrderBy(s => s.Index)]);
    }

    /// <summary>A variable that nothing initialises holds its zero point (TensorFlow Lite Micro <c>micro_resource_variable.cc</c>, <c>ResetTensorData</c>).</summary>
    private static byte[] ZeroPoints(Tensor tensor)
    {
        byte[] bytes = new byte[tensor.ByteCount];
        if (tensor.Type == ElementType.Int8) Array.Fill(bytes, (byte)tensor.ZeroPoint);
        return bytes;
    }

    private static string KeyOf(OperatorSource source) => new VarHandleOptions(source.Options) is var options ? $"{options.Container}\0{options.SharedName}" : "";

    private Variable VariableOf(OperatorSource source)
    {
        if (!handles.TryGetValue(source.InputIndex(0), out string? key))
            throw source.Error($"its input {source.InputIndex(0)} is not the output of a VAR_HANDLE", "export the model again");
        if (!variables.TryGetValue(key, out Variable? variable)) variables.Add(key, variable = new());
        return variable;
    }

    private Reshape? ReadValue(OperatorSource source)
    {
        source.CheckInputs(1, 1);
        Tensor value = source.Int8(source.Output);
        Variable variable = VariableOf(source);
        Tensor? held = variable.After ?? variable.Before;
        if (held is null)
        {
            variable.Before = value;
            return null;
        }

        if (held.ByteCount != value.ByteCount) throw source.Error($"it reads {value.ByteCount} bytes of a variable of {held.ByteCount}", "export the model again");
        return new Reshape(source.Index, held, value);
    }

    private void Assign(OperatorSource source, Func<Tensor, bool> isComputed)
    {
        source.CheckInputs(2, 2);
        Tensor value = source.Int8(source.Input(1));
        if (!value.IsConstant && !isComputed(value)) throw source.Error($"it reads tensor {value.Index} before that is computed", "export the model again");
        Variable variable = VariableOf(source);
        if (variable.Before is { } before && before.ByteCount != value.ByteCount)
            throw source.Error($"it assigns {value.ByteCount} bytes to a variable of {before.ByteCount}", "export the model again");
        (variable.After, variable.AssignedBy) = (value, source.Index);
    }

    /// <summary>CALL_ONCE: another graph of the file that assigns constants.</summary>
    private void Initialise(OperatorSource source)
    {
        int number = new CallOnceOptions(source.Options).Graph;
        if (number < 1 || number >= model.SubGraphs.Count)
            throw source.Error($"it calls graph {number} of {model.SubGraphs.Count}", "export the model again");
        var graph = new SubGraphTable(model.SubGraphs.Table(number));
        var tensors = new TensorReader(file, model, graph);
        var named = new Dictionary<int, string>();
        for (int i = 0; i < graph.Operators.Count; i++)
        {
            OperatorSource step = OperatorSource.At(file, model, tensors, i);
            if (step.Name == "VAR_HANDLE")
            {
                named[step.OutputIndex(0)] = KeyOf(step);
                continue;
            }

            if (step.Name != "ASSIGN_VARIABLE" || step.InputCount != 2 || !step.Input(1).IsConstant || !named.TryGetValue(step.InputIndex(0), out string? key))
                throw source.Error($"graph {number}, which it calls, does more than assign constants to variables ({step.Name})", "export the model with constant first values");
            if (!variables.TryGetValue(key, out Variable? variable)) variables.Add(key, variable = new());
            variable.First = step.Input(1).Data;
        }
    }

    private sealed class Variable
    {
        public ReadOnlyMemory<byte> First { get; set; }

        public Tensor? Before { get; set; }

        public Tensor? After { get; set; }

        public int AssignedBy { get; set; }
    }
}
