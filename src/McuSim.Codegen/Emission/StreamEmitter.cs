using System.Collections.Immutable;

namespace McuSim.Codegen;

/// <summary>Writes a stream: where its tensors live, and which layer reads and writes which of them.</summary>
/// <param name="network">The planned network.</param>
internal sealed class StreamEmitter(PlannedNetwork network)
{
    /// <summary>The C source of a stream.</summary>
    public string Emit(Unit unit)
    {
        StreamGraph graph = unit.Stream!.Graph;
        var writer = new CWriter();
        writer.Line("#include \"../kernels/stream.h\"").Line("#include \"../model.h\"").Line();
        writer.Block("static const struct stream_tensor tensors[] = {", () => Tensors(writer, graph), "};");
        writer.Line();
        writer.Block("static const struct stream_stage stages[] = {", () => Stages(writer, graph), "};");
        writer.Line();
        string tensors = CWriter.Number(graph.Tensors.Length), stages = CWriter.Number(graph.Stages.Length), rows = CWriter.Number(unit.Stream.Rows);
        writer.Comment([$"layers {CWriter.Number(unit.First)} to {CWriter.Number(unit.Last)}, {rows} rows of {graph.Tensors[graph.Output].Tensor.Shape} per step"]);
        writer.Line($"void {unit.Name(network.Schedule)}(void)");
        writer.Block(
            "{",
            () => writer.Line($"struct stream_held held[{tensors}] = {{{{0, 0, 0, 0}}}};")
                .Line($"mcusim_stream(&(struct stream){{tensors, stages, held, {tensors}, {stages}, {rows}}});"),
            "}");
        return writer.ToString();
    }

    private void Tensors(CWriter writer, StreamGraph graph)
    {
        foreach (StreamTensor tensor in graph.Tensors)
        {
            PlannedBuffer buffer = network.BufferOf(tensor.Tensor);
            bool input = graph.Stages.All(s => graph.Tensors[s.Output] != tensor);
            string kind = input ? "STREAM_INPUT" : tensor.IsWhole ? "STREAM_OUTPUT" : "STREAM_BAND";
            writer.Line($"{{mcusim_arena + {CWriter.Number(buffer.Offset)}, {CWriter.Number(tensor.Rows)}, {CWriter.Number(tensor.RowBytes)}, {kind}}}, /* {buffer.Name} */");
        }
    }

    private void Stages(CWriter writer, StreamGraph graph)
    {
        foreach (StreamStage stage in graph.Stages)
        {
            ImmutableArray<int> inputs = stage.Inputs;
            string window = $".stride = {CWriter.Number(stage.Window.Stride)}, .pad = {CWriter.Number(stage.Window.Pad)}, .reach = {CWriter.Number(stage.Window.Reach)}";
            writer.Line($"{{{network.Plan.Layers[stage.Position].Name}, .inputs = {{{CWriter.Number(inputs[0])}, {CWriter.Number(inputs[^1])}}}, .output = {CWriter.Number(stage.Output)}, {window}}},");
        }
    }
}
