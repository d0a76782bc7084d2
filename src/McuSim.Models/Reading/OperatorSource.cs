using System.Collections.Immutable;
using McuSim.Common;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>One operator of the file while it is read: its tensors, its options, and sentences that name it.</summary>
/// <param name="file">The file, for messages and the reading budget.</param>
/// <param name="tensors">The graph's tensors.</param>
/// <param name="index">The operator's number.</param>
/// <param name="name">The operator's name.</param>
/// <param name="version">The operator's version.</param>
/// <param name="table">Its table.</param>
internal sealed class OperatorSource(FlatBuffer file, TensorReader tensors, int index, string name, int version, OperatorTable table)
{
    /// <summary>The most inputs of an operator.</summary>
    public const int MostInputs = 4096;

    private readonly int[] inputs = table.Inputs.Int32s();
    private readonly int[] outputs = table.Outputs.Int32s();

    /// <summary>Operator <paramref name="index"/> of a graph.</summary>
    /// <exception cref="McuSimException">It refers to an operator code that the file does not have.</exception>
    public static OperatorSource At(FlatBuffer file, ModelTable model, TensorReader tensors, int index)
    {
        var table = new OperatorTable(tensors.Graph.Operators.Table(index));
        FlatVector codes = model.OperatorCodes;
        if (table.OpcodeIndex >= codes.Count)
            throw McuSimException.BadInput($"{file.Source}: operator {index} refers to operator code {table.OpcodeIndex}, but the file has {codes.Count}: export or copy the file again.");
        var code = new OperatorCodeTable(codes.Table((int)table.OpcodeIndex));
        string name = BuiltinOperators.NameOf(code.BuiltinCode);
        if (code.BuiltinCode == BuiltinOperators.Custom) name = $"custom operator '{code.CustomCode}'";
        return new OperatorSource(file, tensors, index, name, code.Version, table);
    }

    /// <summary>The operator's number.</summary>
    public int Index => index;

    /// <summary>The operator's name.</summary>
    public string Name => name;

    /// <summary>The table of its options; one with only defaults when there is none.</summary>
    public FlatTable Options => table.Options;

    /// <summary>The number of inputs, optional ones included.</summary>
    public int InputCount => inputs.Length;

    /// <summary>The inputs that are there.</summary>
    public IEnumerable<Tensor> Inputs => inputs.Where(i => i != -1).Select(Of);

    /// <summary>All outputs.</summary>
    public IEnumerable<Tensor> Outputs => outputs.Select(Of);

    /// <summary>The output of an operator that has one.</summary>
    public Tensor Output => outputs.Length == 1 ? Of(outputs[0]) : throw Error(
        $"it has {outputs.Length} outputs instead of 1",
        "export the model again");

    /// <summary>The number of the tensor that is input <paramref name="number"/>; -1 when there is none.</summary>
    public int InputIndex(int number) => number < inputs.Length ? inputs[number] : -1;

    /// <summary>The number of the tensor that is output <paramref name="number"/>.</summary>
    public int OutputIndex(int number) => number < outputs.Length ? outputs[number] : throw Error($"its output {number} is missing", "export the model again");

    /// <summary>A sentence about this operator.</summary>
    public McuSimException Error(string problem, string remedy) =>
        McuSimException.BadInput($"{file.Source}: operator {index} ({name}, version {version}): {problem}; {remedy}.");

    /// <summary>Input number <paramref name="number"/>.</summary>
    public Tensor Input(int number) =>
        OptionalInput(number) ?? throw Error($"its input {number} is missing", "export the model again");

    /// <summary>Input number <paramref name="number"/>, or null when it is left out.</summary>
    public Tensor? OptionalInput(int number) => number < inputs.Length && inputs[number] != -1 ? Of(inputs[number]) : null;

    /// <summary>Input number <paramref name="number"/>: a variable, which keeps its value from one inference to the next.</summary>
    public Tensor Variable(int number, ElementType type, int elements)
    {
        Tensor tensor = Input(number);
        if (tensor.Type != type || tensor.Shape.ElementCount != elements || tensor.IsConstant)
            throw Error($"its variable {TensorReader.Shown(tensor.Name)} is {tensor.Type} {tensor.Shape}, but {elements} elements of {type} are needed", "quantise the model to full int8 with 16-bit cells, as TensorFlow Lite does");
        return Scaled(tensor);
    }

    /// <summary>Checks that the operator has at least and at most so many inputs.</summary>
    public void CheckInputs(int least, int most)
    {
        if (inputs.Length < least || inputs.Length > most) throw Error($"it has {inputs.Length} inputs", "export the model again");
    }

    /// <summary>Checks that a tensor is int8 with one scale and zero point.</summary>
    public Tensor Int8(Tensor tensor)
    {
        if (tensor.Type != ElementType.Int8)
        {
            throw Error(
                $"it works on {TensorTypes.NameOf((int)tensor.Type)} ({TensorReader.Shown(tensor.Name)}), but only int8 is supported",
                "quantise the model to full int8 with a representative dataset");
        }

        return Scaled(tensor);
    }

    /// <summary>Checks that a tensor has one scale and zero point.</summary>
    public Tensor Scaled(Tensor tensor)
    {
        if (tensor.Quantization is null)
            throw Error($"its {TensorTypes.NameOf((int)tensor.Type)} tensor {TensorReader.Shown(tensor.Name)} has no scale", "quantise the model again");
        if (tensor.Quantization.IsPerChannel)
            throw Error(
                $"its tensor {TensorReader.Shown(tensor.Name)} has several scales, which only weights may have",
                "quantise the model again");
        return tensor;
    }

    /// <summary>Checks that a tensor has the given number of dimensions.</summary>
    public Tensor Ranked(Tensor tensor, int least, int most)
    {
        if (tensor.Shape.Rank >= least && tensor.Shape.Rank <= most) return tensor;
        string wanted = least == most ? $"{least}" : $"{least} to {most}";
        throw Error(
            $"its tensor {TensorReader.Shown(tensor.Name)} has the shape {tensor.Shape}, but {wanted} dimensions are supported",
            "reshape it");
    }

    /// <summary>Checks that a computed shape is the one the file gives the output.</summary>
    public void CheckShape(params ReadOnlySpan<int> expected)
    {
        if (!Output.Shape.Dimensions.AsSpan().SequenceEqual(expected))
            throw Error(
                $"its output has the shape {Output.Shape}, but {Shape.Of(expected)} follows from its inputs",
                "export the model again");
    }

    /// <summary>Checks that input and output have as many elements.</summary>
    public void CheckElements(Tensor input)
    {
        if (input.Shape.ElementCount != Output.Shape.ElementCount)
            throw Error(
                $"it turns shape {input.Shape} into {Output.Shape}, which has another number of elements",
                "export the model again");
    }

    /// <summary>Input number <paramref name="number"/> under another shape, where other operators stand for this one.</summary>
    public Tensor Reshaped(int number, Shape shape) =>
        Input(number) with { Index = tensors.Count + (2 * GraphReader.MostOperators) + (MostInputs * index) + number, Name = $"{Name}_{index}_input_{number}", Shape = shape, Data = default };

    /// <summary>A tensor that the file does not have, between operators that stand for this one.</summary>
    /// <param name="number">0 or 1.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="like">A tensor of its type and quantisation.</param>
    public Tensor Intermediate(int number, Shape shape, Tensor like) =>
        like with { Index = tensors.Count + (2 * index) + number, Name = $"{name}_{index}_{number}", Shape = shape, Data = default };

    /// <summary>Checks that an operator that only moves values keeps their meaning.</summary>
    public void SameQuantization(Tensor input, Tensor output)
    {
        if (input.Scale != output.Scale || input.ZeroPoint != output.ZeroPoint)
            throw Error("its input and output are quantised differently", "quantise the model again");
    }

    /// <summary>Checks that a factor between scales can be expressed.</summary>
    public void CheckFactor(double factor)
    {
        if (!(factor < 1 << 30)) throw Error("its scales lie too far apart to be computed with", "quantise the model again");
    }

    /// <summary>The elements of a constant int32 or int64 input.</summary>
    public ImmutableArray<int> Integers(int number)
    {
        Tensor tensor = Input(number);
        if (!tensor.IsConstant)
            throw Error(
                $"its input {number} ({TensorReader.Shown(tensor.Name)}) is computed while the network runs, but must be constant",
                "export the model with fixed shapes");
        var values = ImmutableArray.CreateBuilder<int>(tensor.Shape.ElementCount);
        file.Charge(0, tensor.ByteCount);
        foreach (long value in ConstantIntegers.Read(tensor) ?? throw Error($"its input {number} ({TensorReader.Shown(tensor.Name)}) must be int32 or int64", "export the model again"))
        {
            if (value is < int.MinValue or > int.MaxValue)
                throw Error($"its input {number} holds {value}, which is too large", "export the model again");
            values.Add((int)value);
        }

        return values.MoveToImmutable();
    }

    /// <summary>Counts numbers that are about to be worked out and kept.</summary>
    public void Charge(long count) => file.Charge(table.Table.Position, count);

    /// <summary>The range that the fused activation of this number leaves.</summary>
    public Clamp Clamp(int activation) => Enum.IsDefined((Activation)activation)
        ? Models.Clamp.Of((Activation)activation, Output.Quantization!)
        : throw Error($"its fused activation {activation switch { 4 => "TANH", 5 => "SIGN_BIT", _ => activation }} is not supported", "use NONE, RELU, RELU6 or RELU_N1_TO_1");

    /// <summary>A tensor as the operator computes with it. A QUANTIZE between uint8 and int8 is about the uint8 tensor itself.</summary>
    private Tensor Of(int number) => ConvertsBytes ? tensors[number] : tensors.Stored(number);

    private bool ConvertsBytes => name == "QUANTIZE" && inputs is [>= 0] && outputs is [>= 0]
        && (tensors[inputs[0]].Type, tensors[outputs[0]].Type) is (ElementType.UInt8, ElementType.Int8) or (ElementType.Int8, ElementType.UInt8);
}
