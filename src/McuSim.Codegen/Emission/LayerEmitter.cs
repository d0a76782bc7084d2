using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Writes one layer: its constants and the function that calls its kernel.</summary>
/// <param name="network">The planned network.</param>
internal sealed class LayerEmitter(PlannedNetwork network)
{
    /// <summary>The C source of a layer.</summary>
    public string Emit(int position)
    {
        Layer layer = network.Plan.Layers[position];
        KernelCall call = network.Calls[position];
        var writer = new CWriter();
        writer.Line($"#include \"../kernels/{call.Header}\"").Line("#include \"../model.h\"");
        if (IsStreamed(layer)) writer.Line("#include \"../kernels/stream.h\"");
        writer.Line();
        foreach (ConstantArray array in call.Constants) Constant(writer, layer, array);
        foreach (Tensor tensor in ConstantTensors(call)) ConstantTensor(writer, layer, tensor);
        writer.Comment(Description(layer));
        writer.Line($"void {layer.Name}({(IsStreamed(layer) ? "const struct stream_rows *rows" : "void")})");
        writer.Block("{", () => Call(writer, layer, call), "}");
        return writer.ToString();
    }

    /// <summary>The function that a kernel is called through when its numbers are to be taken at run time.</summary>
    public static string Shared(KernelCall call) => $"mcusim_{call.Function}";

    private static void Constant(CWriter writer, Layer layer, ConstantArray array)
    {
        writer.Comment([array.Comment]);
        writer.Block(
            $"static const {array.Type.CName()} {layer.Name}_{array.Name}[{CWriter.Number(array.Values.Length)}] MCUSIM_ALIGNED = {{",
            () => writer.Items(array.Values.Select(v => array.Type.Literal(v))), "};");
        writer.Line();
    }

    private static void ConstantTensor(CWriter writer, Layer layer, Tensor tensor)
    {
        writer.Comment([$"tensor {tensor.Index}, {tensor.Shape}"]);
        writer.Block(
            $"static const int8_t {ConstantName(layer, tensor)}[{CWriter.Number(tensor.ByteCount)}] MCUSIM_ALIGNED = {{",
            () => writer.Items(ConstantData.Int8Values(tensor).Select(v => CWriter.Number(v))), "};");
        writer.Line();
    }

    private static IEnumerable<Tensor> ConstantTensors(KernelCall call) => call.Fields
        .SelectMany(f => f.Argument switch
        {
            TensorArgument argument => [argument.Tensor],
            TensorsArgument argument => argument.Tensors,
            _ => ImmutableArray<Tensor>.Empty,
        })
        .Where(t => t.IsConstant)
        .Distinct();

    private static string ConstantName(Layer layer, Tensor tensor) => $"{layer.Name}_tensor_{CWriter.Number(tensor.Index)}";

    private List<string> Description(Layer layer)
    {
        string fused = layer.Fused.IsEmpty ? string.Empty : $" with {string.Join(" and ", layer.Fused)} fused into it";
        List<string> lines = [$"{layer.OperatorName} {CWriter.Number(layer.OperatorIndex)}{fused}: kernel {layer.Kernel}"];
        foreach (Tensor input in layer.Operator.ActivationInputs.Distinct()) lines.Add($"reads  {Place(input)}");
        lines.Add($"writes {Place(layer.Operator.Output)}");
        if (IsStreamed(layer)) lines.Add($"some rows at a time, as {network.UnitOf(layer.Position).Name(network.Schedule)} asks for them");
        if (layer.Macs > 0) lines.Add($"{CWriter.Number(layer.Macs)} multiply-accumulates");
        if (layer.ConstantBytes > 0) lines.Add($"{CWriter.Number(layer.ConstantBytes)} bytes of constants");
        return lines;
    }

    private string Place(Tensor tensor)
    {
        PlannedBuffer buffer = network.BufferOf(tensor);
        string rows = buffer.HeldRows > 0 ? $", {CWriter.Number(buffer.HeldRows)} rows at a time," : string.Empty;
        return $"{tensor.Shape} {tensor.Type}{rows} at arena {CWriter.Number(buffer.Offset)} to {CWriter.Number(buffer.Offset + buffer.Bytes)}";
    }

    private bool IsStreamed(Layer layer) => network.UnitOf(layer.Position).Stream is not null;

    private void Call(CWriter writer, Layer layer, KernelCall call)
    {
        bool shared = network.Stage < EngineStage.Generated;
        if (shared) writer.Line($"extern void {Shared(call)}(const struct {call.Structure} *layer);");
        writer.Block(
            shared ? $"const struct {call.Structure} arguments = {{" : $"{call.Function}((struct {call.Structure}){{",
            () =>
            {
                foreach ((string field, Argument argument) in call.Fields) writer.Line($".{field} = {RowsValue(layer, field, argument) ?? Value(layer, argument)},");
            },
            shared ? "};" : "});");
        if (shared) writer.Line($"{Shared(call)}(&arguments);");
    }

    /// <summary>Within a stream, what depends on the rows asked for.</summary>
    private string? RowsValue(Layer layer, string field, Argument argument)
    {
        if (!IsStreamed(layer)) return null;
        if (argument is TensorArgument { Tensor: var tensor, PointerType: null })
        {
            Operator called = network.UnitOf(layer.Position).Called(network.Schedule, layer.Position);
            return tensor == called.Output ? "rows->output" : $"rows->inputs[{CWriter.Number(called.ActivationInputs.IndexOf(tensor))}]";
        }

        Shape output = layer.Operator.Output.Shape;
        return argument is NumberArgument ? RowFields.Expression(field, output[2] * output[3], output[2]) : null;
    }

    private string Value(Layer layer, Argument argument) => argument switch
    {
        NumberArgument number => CWriter.Number(number.Value),
        FloatArgument number => CWriter.Float(number.Value),
        NumbersArgument numbers => $"{{ {string.Join(", ", numbers.Values.Select(v => CWriter.Number(v)))} }}",
        NumbersPointerArgument numbers => $"(const int32_t[]){{ {string.Join(", ", numbers.Values.Select(v => CWriter.Number(v)))} }}",
        TensorArgument tensor => Address(layer, tensor.Tensor, tensor.PointerType),
        TensorsArgument tensors => $"(const int8_t *const[]){{ {string.Join(", ", tensors.Tensors.Select(t => Address(layer, t, null)))} }}",
        ScratchArgument scratch => ArenaAddress(network.ScratchOf(layer.Position).Offset + scratch.Offset, scratch.PointerType),
        ConstantArgument constant => $"{layer.Name}_{constant.Array.Name}",
        _ => throw new InvalidOperationException($"An argument of type {argument.GetType().Name} has no C form."),
    };

    private string Address(Layer layer, Tensor tensor, string? pointerType) =>
        tensor.IsConstant ? ConstantName(layer, tensor) : ArenaAddress(network.BufferOf(tensor).Offset, pointerType);

    private static string ArenaAddress(int offset, string? pointerType)
    {
        string address = $"mcusim_arena + {CWriter.Number(offset)}";
        return pointerType is null ? address : $"({pointerType})(void *)({address})";
    }
}
