using System.Collections.Immutable;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads PACK of activations: its inputs, each with a dimension of one element more, joined along that dimension.</summary>
internal static class PackReader
{
    public static IEnumerable<Operator> Read(OperatorSource source)
    {
        source.CheckInputs(1, OperatorSource.MostInputs);
        Tensor output = source.Int8(source.Output);
        int rank = output.Shape.Rank, given = new PackOptions(source.Options).Axis, axis = given < 0 ? given + rank : given;
        if (axis < 0 || axis >= rank) throw source.Error($"its axis {given} does not exist in {rank} dimensions", "export the model again");
        source.CheckShape([.. output.Shape.Dimensions.SetItem(axis, source.InputCount)]);
        Shape part = new(output.Shape.Dimensions.SetItem(axis, 1));
        var operators = new List<Operator>();
        var parts = ImmutableArray.CreateBuilder<Tensor>(source.InputCount);
        for (int i = 0; i < source.InputCount; i++)
        {
            Tensor input = source.Int8(source.Input(i));
            source.SameQuantization(input, output);
            if (!input.Shape.Dimensions.SequenceEqual(output.Shape.Dimensions.RemoveAt(axis)))
                throw source.Error($"its input {TensorReader.Shown(input.Name)} has the shape {input.Shape}, which does not fit the output's {output.Shape}", "export the model again");
            Tensor shaped = input.IsConstant ? input with { Shape = part } : source.Reshaped(i, part);
            if (!input.IsConstant) operators.Add(new Reshape(source.Index, input, shaped));
            parts.Add(shaped);
        }

        operators.Add(new Concatenation(source.Index, parts.MoveToImmutable(), output, axis));
        return operators;
    }
}
