using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Writes <c>model.h</c>: what an application includes to use the network on a real chip.</summary>
internal static class ModelHeaderEmitter
{
    /// <summary>The header's text.</summary>
    public static string Emit(PlannedNetwork network, Model model)
    {
        Schedule schedule = network.Schedule;
        var writer = new CWriter();
        writer.Comment([
            $"{model.Name}: write mcusim_inputs[i].data, call mcusim_invoke(), read mcusim_outputs[i].data.",
            "Inputs and outputs lie in the arena and are overwritten while the network runs: write every input before every call,",
            "and copy what you want to keep.",
        ]);
        writer.Line("#ifndef MCUSIM_MODEL_H").Line("#define MCUSIM_MODEL_H").Line();
        writer.Line("#include <stddef.h>").Line("#include <stdint.h>").Line();
        writer.Line("#define MCUSIM_ALIGNED __attribute__((aligned(4)))").Line();
        Define(writer, "MCUSIM_ARENA_BYTES", network.Plan.ArenaBytes);
        Define(writer, "MCUSIM_INPUT_COUNT", schedule.Inputs.Length);
        Define(writer, "MCUSIM_OUTPUT_COUNT", schedule.Outputs.Length);
        int inputBytes = schedule.Inputs.Sum(t => t.ByteCount), outputBytes = schedule.Outputs.Sum(t => t.ByteCount);
        Define(writer, "MCUSIM_INPUT_BYTES", inputBytes);
        Define(writer, "MCUSIM_OUTPUT_BYTES", outputBytes);
        int stateBytes = schedule.States.Sum(s => s.Tensor.ByteCount);
        if (stateBytes > 0) Define(writer, "MCUSIM_STATE_BYTES", stateBytes);
        Define(writer, "MCUSIM_FRAME_BYTES", Math.Max(inputBytes, outputBytes));
        writer.Line();
        writer.Comment(["The element types of inputs and outputs."]);
        writer.Line("enum mcusim_type { MCUSIM_FLOAT32, MCUSIM_INT32, MCUSIM_INT64, MCUSIM_BOOL, MCUSIM_INT8, MCUSIM_UINT8, MCUSIM_INT16 };").Line();
        writer.Comment(["An input or output: real value = scale * (stored value - zero_point) for int8 and uint8; unused dimensions are 1, in front."]);
        writer.Block(
            "struct mcusim_tensor {",
            () => writer.Line("void *data;").Line("size_t bytes;").Line("enum mcusim_type type;").Line("int32_t dimensions[5];")
                .Line("float scale;").Line("int32_t zero_point;").Line("const char *name;"),
            "};");
        writer.Line();
        writer.Line("extern const struct mcusim_tensor mcusim_inputs[MCUSIM_INPUT_COUNT];");
        writer.Line("extern const struct mcusim_tensor mcusim_outputs[MCUSIM_OUTPUT_COUNT];").Line();
        writer.Comment(["Every activation and every scratch buffer."]);
        writer.Line("extern int8_t mcusim_arena[MCUSIM_ARENA_BYTES] __attribute__((aligned(8)));").Line();
        if (stateBytes > 0)
        {
            writer.Comment(["The network has variables, which an inference leaves for the next one. Call this once before the first inference, and again to start anew."]);
            writer.Line("void mcusim_restart(void);").Line();
        }

        writer.Comment(["One inference."]);
        writer.Line("void mcusim_invoke(void);").Line();
        writer.Comment(["The layers in order, and the streams that call some of them for a few rows at a time; mcusim_invoke calls the others."]);
        writer.Line("struct stream_rows;");
        foreach (Unit unit in network.Units)
        {
            if (unit.Stream is not null) writer.Line($"__attribute__((noinline)) void {unit.Name(schedule)}(void);");
            string parameter = unit.Stream is null ? "void" : "const struct stream_rows *rows";
            for (int i = unit.First; i <= unit.Last; i++) writer.Line($"__attribute__((noinline)) void {network.Plan.Layers[i].Name}({parameter});");
        }

        writer.Line().Line("#endif");
        return writer.ToString();
    }

    private static void Define(CWriter writer, string name, int value) => writer.Line($"#define {name} {CWriter.Number(value)}");
}
