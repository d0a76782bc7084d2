using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Writes <c>model.c</c>: the arena, the tables of inputs and outputs, and the inference that calls the layers in order.</summary>
internal static class ModelSourceEmitter
{
    /// <summary>The source's text.</summary>
    public static string Emit(PlannedNetwork network)
    {
        var writer = new CWriter();
        writer.Line("#include \"model.h\"").Line();
        writer.Line("int8_t mcusim_arena[MCUSIM_ARENA_BYTES] __attribute__((aligned(8), section(\".bss.mcusim_arena\")));").Line();
        Symbols(writer, network);
        Tensors(writer, network, network.Schedule.Inputs, "input");
        Tensors(writer, network, network.Schedule.Outputs, "output");
        if (!network.Schedule.States.IsEmpty) StateEmitter.Emit(writer, network);
        writer.Line("void mcusim_invoke(void)");
        writer.Block(
            "{",
            () =>
            {
                foreach (Unit unit in network.Units) writer.Line($"{unit.Name(network.Schedule)}();");
            },
            "}");
        return writer.ToString();
    }

    /// <summary>Inputs and outputs as ELF symbols within the arena, for debuggers and simulators.</summary>
    private static void Symbols(CWriter writer, PlannedNetwork network)
    {
        writer.Line("#ifdef __ELF__");
        void Symbol(string name, Tensor tensor)
        {
            string place = CWriter.Number(network.BufferOf(tensor).Offset), size = CWriter.Number(tensor.ByteCount);
            writer.Line($"__asm__(\".global {name}\\n.set {name}, mcusim_arena + {place}\\n.type {name}, %object\\n.size {name}, {size}\\n\");");
        }

        for (int i = 0; i < network.Schedule.Inputs.Length; i++) Symbol(FirmwareSymbols.Input(i), network.Schedule.Inputs[i]);
        for (int i = 0; i < network.Schedule.Outputs.Length; i++) Symbol(FirmwareSymbols.Output(i), network.Schedule.Outputs[i]);
        for (int i = 0; i < network.Schedule.States.Length; i++) Symbol(FirmwareSymbols.State(i), network.Schedule.States[i].Tensor);
        writer.Line("#endif").Line();
    }

    private static void Tensors(CWriter writer, PlannedNetwork network, ImmutableArray<Tensor> tensors, string kind)
    {
        writer.Block(
            $"const struct mcusim_tensor mcusim_{kind}s[MCUSIM_{kind.ToUpperInvariant()}_COUNT] = {{",
            () =>
            {
                foreach (Tensor tensor in tensors)
                    writer.Block("{", () => Fields(writer, tensor, network.BufferOf(tensor).Offset), "},");
            },
            "};");
        writer.Line();
    }

    private static void Fields(CWriter writer, Tensor tensor, int offset)
    {
        ImmutableArray<int> dimensions = Dimensions.Padded(tensor.Shape, 5);
        writer.Line($".data = mcusim_arena + {CWriter.Number(offset)},").Line($".bytes = {CWriter.Number(tensor.ByteCount)},");
        writer.Line($".type = MCUSIM_{tensor.Type.ToString().ToUpperInvariant()},");
        writer.Line($".dimensions = {{ {string.Join(", ", dimensions.Select(d => CWriter.Number(d)))} }},");
        writer.Line($".scale = {CWriter.Float(tensor.Quantization?.Scale ?? 1)},");
        writer.Line($".zero_point = {CWriter.Number(tensor.Quantization?.ZeroPoint ?? 0)},");
        writer.Line($".name = {CWriter.Text(tensor.Name)},");
    }
}
