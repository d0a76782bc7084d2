using McuSim.Common;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Says of a network that computes with other numbers than 8-bit integers how it was quantised, and how to quantise it to int8.</summary>
internal static class NumberFormats
{
    private const int Float32 = 0, Float16 = 1, UInt8 = 3, Int16 = 7, Int8 = 9;

    /// <summary>Checks that some operator takes or gives 8-bit integers, where any computes with floats or int16 at all.</summary>
    /// <exception cref="McuSimException">None does.</exception>
    public static void Check(FlatBuffer file, ModelTable model, SubGraphTable graph)
    {
        var activations = new HashSet<int>();
        var constants = new HashSet<int>();
        for (int i = 0; i < Math.Min(graph.Operators.Count, GraphReader.MostOperators); i++)
        {
            var step = new OperatorTable(graph.Operators.Table(i));
            foreach (int number in step.Outputs.Int32s().Concat(step.Inputs.Int32s())) Add(number);
        }

        if (activations.Contains(Int8) || activations.Contains(UInt8)) return;
        string? problem = activations.Contains(Int16) ? "the network computes with int16 (16x8 quantisation)"
            : !activations.Contains(Float32) ? null
            : constants.Contains(Int8) ? "the network computes with float32 and only its weights are int8 (dynamic-range quantisation)"
            : constants.Contains(Float16) ? "the network computes with float32 and its weights are float16"
            : "the network computes with float32";
        if (problem is null) return;
        throw McuSimException.BadInput(
            $"{file.Source}: {problem}, but only int8 networks are supported: convert it again with a representative dataset and TFLITE_BUILTINS_INT8, as docs/quantising.md shows.");

        void Add(int index)
        {
            if (index < 0 || index >= graph.Tensors.Count) return;
            var tensor = new TensorTable(graph.Tensors.Table(index));
            (HasData(tensor.Buffer) ? constants : activations).Add(tensor.Type);
        }

        bool HasData(uint buffer) => buffer > 0 && buffer < model.Buffers.Count
            && new BufferTable(model.Buffers.Table((int)buffer)) is var table && (table.Data.Count > 0 || table.Offset > 1);
    }
}
