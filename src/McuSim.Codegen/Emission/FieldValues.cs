using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>What a field of a kernel's structure is set to for one layer.</summary>
/// <param name="Field">The field.</param>
/// <param name="Expression">The C expression.</param>
/// <param name="Type">The C type, with which it can be handed to a function; null for lists.</param>
/// <param name="IsAddress">Whether it is an address, which costs a kernel nothing when it is not known to the compiler.</param>
/// <param name="ByRows">Whether it depends on the rows that a stream asks for.</param>
internal readonly record struct FieldValue(string Field, string Expression, string? Type, bool IsAddress, bool ByRows);

/// <summary>The arguments of kernels as C expressions.</summary>
internal static class FieldValues
{
    /// <summary>The fields of a layer's call in order.</summary>
    public static ImmutableArray<FieldValue> Of(PlannedNetwork network, int position)
    {
        Layer layer = network.Plan.Layers[position];
        return [.. network.Calls[position].Fields.Select(f => Value(network, layer, f.Field, f.Argument))];
    }

    /// <summary>The C object of a constant tensor.</summary>
    public static string ConstantName(Layer layer, Tensor tensor) => $"{layer.Name}_tensor_{CWriter.Number(tensor.Index)}";

    private static FieldValue Value(PlannedNetwork network, Layer layer, string field, Argument argument)
    {
        string? byRows = RowsExpression(network, layer, field, argument);
        return new(field, byRows ?? Expression(network, layer, argument), TypeOf(network, layer, argument), argument is TensorArgument or ScratchArgument or ConstantArgument, byRows is not null);
    }

    private static string? TypeOf(PlannedNetwork network, Layer layer, Argument argument) => argument switch
    {
        NumberArgument => "int32_t",
        TensorArgument tensor => tensor.PointerType ?? (tensor.Tensor == Called(network, layer).Output ? "int8_t *" : "const int8_t *"),
        ScratchArgument scratch => scratch.PointerType ?? "int8_t *",
        ConstantArgument constant => $"const {constant.Array.Type.CName()} *",
        _ => null,
    };

    private static Operator Called(PlannedNetwork network, Layer layer) => network.UnitOf(layer.Position).Called(network.Schedule, layer.Position);

    /// <summary>Within a stream, what depends on the rows asked for.</summary>
    private static string? RowsExpression(PlannedNetwork network, Layer layer, string field, Argument argument)
    {
        if (network.UnitOf(layer.Position).Stream is null) return null;
        if (argument is TensorArgument { Tensor: var tensor, PointerType: null })
        {
            Operator called = Called(network, layer);
            if (tensor == called.Output) return "rows->output";
            int input = RowWindow.StreamedInputs(called).IndexOf(tensor);
            return input < 0 ? null : $"rows->inputs[{CWriter.Number(input)}]"; // null: read whole
        }

        Shape output = layer.Operator.Output.Shape;
        return argument is NumberArgument ? RowFields.Expression(field, output[2] * output[3], output[2]) : null;
    }

    private static string Expression(PlannedNetwork network, Layer layer, Argument argument) => argument switch
    {
        NumberArgument number => CWriter.Number(number.Value),
        FloatArgument number => CWriter.Float(number.Value),
        NumbersArgument numbers => $"{{ {string.Join(", ", numbers.Values.Select(v => CWriter.Number(v)))} }}",
        NumbersPointerArgument numbers => $"(const int32_t[]){{ {string.Join(", ", numbers.Values.Select(v => CWriter.Number(v)))} }}",
        TensorArgument tensor => Address(network, layer, tensor.Tensor, tensor.PointerType),
        TensorsArgument tensors => $"(const int8_t *const[]){{ {string.Join(", ", tensors.Tensors.Select(t => Address(network, layer, t, null)))} }}",
        ScratchArgument scratch => ArenaAddress(network.ScratchOf(layer.Position).Offset + scratch.Offset, scratch.PointerType),
        ConstantArgument constant => $"{layer.Name}_{constant.Array.Name}",
        _ => throw new InvalidOperationException($"An argument of type {argument.GetType().Name} has no C form."),
    };

    private static string Address(PlannedNetwork network, Layer layer, Tensor tensor, string? pointerType) =>
        tensor.IsConstant ? ConstantName(layer, tensor) : ArenaAddress(network.BufferOf(tensor).Offset, pointerType);

    private static string ArenaAddress(int offset, string? pointerType)
    {
        string address = $"mcusim_arena + {CWriter.Number(offset)}";
        return pointerType is null ? address : $"({pointerType})(void *)({address})";
    }
}
