using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Writes one layer: its constants and the function that calls its kernel.</summary>
/// <param name="network">The planned network.</param>
internal sealed class LayerEmitter(PlannedNetwork network)
{
    private readonly Dictionary<int, SharedFunction> _shared = SharedFunction.ByLayer(network);

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
        if (_shared.TryGetValue(position, out SharedFunction? function)) writer.Line($"{function.Declaration};").Line();
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
            $"static const int8_t {FieldValues.ConstantName(layer, tensor)}[{CWriter.Number(tensor.ByteCount)}] MCUSIM_ALIGNED = {{",
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
        ImmutableArray<FieldValue> values = FieldValues.Of(network, layer.Position);
        if (_shared.TryGetValue(layer.Position, out SharedFunction? function))
        {
            writer.Line($"{function.Name}({string.Join(", ", function.Arguments(values))});");
            return;
        }

        bool atRunTime = network.Stage < EngineStage.Generated;
        if (atRunTime) writer.Line($"extern void {Shared(call)}(const struct {call.Structure} *layer);");
        writer.Block(
            atRunTime ? $"const struct {call.Structure} arguments = {{" : $"{call.Function}((struct {call.Structure}){{",
            () =>
            {
                foreach (FieldValue value in values) writer.Line($".{value.Field} = {value.Expression},");
            },
            atRunTime ? "};" : "});");
        if (atRunTime) writer.Line($"{Shared(call)}(&arguments);");
    }
}
