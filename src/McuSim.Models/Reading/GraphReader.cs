using System.Collections.Immutable;
using McuSim.Common;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Turns the main graph of a file into a checked <see cref="Graph"/>.</summary>
/// <param name="file">The file.</param>
/// <param name="model">Its root table.</param>
/// <param name="tensors">Its tensors.</param>
internal sealed class GraphReader(FlatBuffer file, ModelTable model, TensorReader tensors)
{
    /// <summary>The most operators of a graph.</summary>
    public const int MostOperators = 1 << 14;

    private const int MostBorders = 256;

    /// <summary>Tensors whose value is known when the next operator runs: inputs, and outputs of earlier operators.</summary>
    private readonly HashSet<int> computed = [];

    private readonly List<Operator> operators = [];
    private readonly VariableReader variables = new(file, model);

    /// <summary>Reads, checks, folds and prunes.</summary>
    public Graph Read()
    {
        NumberFormats.Check(file, model, tensors.Graph);
        ImmutableArray<Tensor> inputs = [.. ReadInputs()];
        FlatVector tables = tensors.Graph.Operators;
        if (tables.Count > MostOperators)
            throw Error($"the graph has {tables.Count} operators, but at most {MostOperators} are read: split the model");
        for (int i = 0; i < tables.Count; i++) ReadOperator(i);
        ImmutableArray<Tensor> outputs = [.. ReadOutputs(inputs)];
        (ImmutableArray<State> states, ImmutableArray<StoreState> stores) = variables.Finish();
        operators.AddRange(stores);
        return new Graph(DeadOperators.Remove(operators, outputs), inputs, outputs) { States = states };
    }

    private IEnumerable<Tensor> ReadInputs()
    {
        int[] indices = tensors.Graph.Inputs.Int32s();
        if (indices.Length is 0 or > MostBorders)
            throw Error($"the graph has {indices.Length} inputs, but 1 to {MostBorders} are supported: export the model again");
        foreach (int index in indices)
        {
            Tensor tensor = tensors[index];
            if (tensor.IsConstant || !computed.Add(index))
                throw Error($"input tensor {index} ({TensorReader.Shown(tensor.Name)}) has a value already: export the model again");
            yield return Border(tensor, "input");
        }
    }

    private IEnumerable<Tensor> ReadOutputs(ImmutableArray<Tensor> inputs)
    {
        int[] indices = tensors.Graph.Outputs.Int32s();
        if (indices.Length is 0 or > MostBorders)
            throw Error($"the graph has {indices.Length} outputs, but 1 to {MostBorders} are supported: export the model again");
        foreach (int index in indices)
        {
            Tensor tensor = tensors[index];
            Convert(tensor, tensors.Graph.Operators.Count);
            if (!computed.Contains(index) || inputs.Contains(tensor))
                throw Error($"output tensor {index} ({TensorReader.Shown(tensor.Name)}) does not depend on any operator: export the model again");
            if (variables.Holds(tensor))
                throw Error($"output tensor {index} ({TensorReader.Shown(tensor.Name)}) is a variable as it was before the inference: let an operator compute the output");
            yield return Border(tensor, "output");
        }
    }

    private Tensor Border(Tensor tensor, string side)
    {
        if (tensor.Type is ElementType.Int8 or ElementType.UInt8 or ElementType.Float32) return tensor;
        throw Error($"{side} tensor {tensor.Index} ({TensorReader.Shown(tensor.Name)}) is {TensorTypes.NameOf((int)tensor.Type)}, but int8, uint8 or float32 is needed: "
            + "quantise the model to full int8 with a representative dataset");
    }

    private void ReadOperator(int index)
    {
        OperatorSource source = OperatorSource.At(file, model, tensors, index);
        string name = source.Name;
        if (VariableReader.Knows(name))
        {
            ReadVariable(source);
            return;
        }

        Func<OperatorSource, IEnumerable<Operator>>? read = OperatorReaders.Find(name);
        if (read is null && !ShapeArithmetic.Knows(name)) throw Unsupported.Error(source);
        if (name == "UNIDIRECTIONAL_SEQUENCE_LSTM") DeclareVariables(source, LstmReader.HiddenState, LstmReader.CellState);
        CheckOrder(source);
        if (ShapeArithmetic.Fold(source) is { } folded)
        {
            tensors.Replace(folded);
            return;
        }

        if (read is null)
            throw source.Error("it computes with values other than constant shapes", $"use only {OperatorReaders.Names} on activations");
        foreach (Operator operation in read(source))
        {
            if (operation.ActivationInputs.IsEmpty)
            {
                tensors.Replace(ConstantFolding.Fold(source, operation));
                continue;
            }

            computed.Add(operation.Output.Index);
            operators.Add(operation);
            if (operation is Lstm lstm) variables.Keep(lstm.Hidden, lstm.Cell);
        }
    }

    /// <summary>Inputs that the operator itself changes, and finds again in the next inference.</summary>
    private void DeclareVariables(OperatorSource source, params ReadOnlySpan<int> numbers)
    {
        foreach (int number in numbers)
        {
            int index = source.InputIndex(number);
            if (index >= 0 && !computed.Add(index)) throw source.Error($"its variable, tensor {index}, is used by another operator too", "export the model again");
        }
    }

    private void ReadVariable(OperatorSource source)
    {
        Operator? alias = variables.Read(source, tensor => computed.Contains(tensor.Index));
        if (alias is not null) operators.Add(alias);
        if (source.Name == "READ_VARIABLE" && !computed.Add(source.Output.Index))
            throw source.Error($"it computes tensor {source.Output.Index} ({TensorReader.Shown(source.Output.Name)}), which has a value already", "export the model again");
    }

    private void CheckOrder(OperatorSource source)
    {
        foreach (Tensor input in source.Inputs)
        {
            Convert(input, source.Index);
            if (!input.IsConstant && !computed.Contains(input.Index))
                throw source.Error(
                    $"it reads tensor {input.Index} ({TensorReader.Shown(input.Name)}) before that is computed",
                    "export the model again");
        }

        foreach (Tensor output in source.Outputs)
        {
            if (output.IsConstant || computed.Contains(output.Index))
                throw source.Error($"it computes tensor {output.Index} ({TensorReader.Shown(output.Name)}), which has a value already", "export the model again");
        }
    }

    /// <summary>Computes a uint8 tensor from the same as int8, or the other way round, where only the other one is there.</summary>
    private void Convert(Tensor wanted, int index)
    {
        if (wanted.IsConstant || computed.Contains(wanted.Index) || tensors.Counterpart(wanted) is not { } other || !computed.Contains(other.Index)) return;
        operators.Add(new Quantize(index, other, wanted));
        computed.Add(wanted.Index);
    }

    private McuSimException Error(string problem) => McuSimException.BadInput($"{file.Source}: {problem}.");
}
