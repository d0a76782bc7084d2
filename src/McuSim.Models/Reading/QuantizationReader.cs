using System.Collections.Immutable;
using McuSim.Common;
using McuSim.Models.Flatbuffers;
using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads and checks how a tensor is quantised.</summary>
internal static class QuantizationReader
{
    /// <summary>The quantisation, or null when the file gives none.</summary>
    public static Quantization? Read(FlatBuffer file, string place, ElementType type, Shape shape, QuantizationTable table)
    {
        FlatVector scaleVector = table.Scales;
        FlatVector zeroPointVector = table.ZeroPoints;
        if (table.DetailsType != 0) throw Error("is quantised in a way other than by scales and zero points: quantise the model to int8");
        int count = scaleVector.Count;
        if (count == 0) return null;

        // Old converters give a bias the dimension of its weights' scales.
        int axis = type == ElementType.Int32 && shape.Rank == 1 ? 0 : table.Axis;
        if (count > 1 && (axis < 0 || axis >= shape.Rank || shape[axis] != count))
            throw Error($"of shape {shape} has {count} scales along dimension {axis}: export or copy the file again");
        if (zeroPointVector.Count != 0 && zeroPointVector.Count != 1 && zeroPointVector.Count != count)
            throw Error($"has {count} scales but {zeroPointVector.Count} zero points: export or copy the file again");
        float[] scales = scaleVector.Singles();
        foreach (float scale in scales)
        {
            // Only int8 tensors are computed with their scale; a bias's scale follows from its operator's.
            bool good = type is ElementType.Int8 or ElementType.UInt8 ? scale > 0 && float.IsNormal(scale) : float.IsFinite(scale) && scale >= 0;
            if (!good)
                throw Error(FormattableString.Invariant($"has the scale {scale}, which is {(scale > 0 && float.IsFinite(scale) ? "too small to be computed with" : "not a positive number")}: quantise the model again"));
        }

        return new Quantization([.. scales], ReadZeroPoints(), count > 1 ? axis : 0);

        ImmutableArray<int> ReadZeroPoints()
        {
            long[] stored = zeroPointVector.Int64s();
            var zeroPoints = ImmutableArray.CreateBuilder<int>(count);
            for (int i = 0; i < count; i++)
            {
                long zeroPoint = stored.Length == 0 ? 0 : stored[stored.Length == 1 ? 0 : i];
                (long least, long most) = type switch
                {
                    ElementType.Int8 => (-128, 127),
                    ElementType.UInt8 => (0, 255),
                    _ => (int.MinValue, (long)int.MaxValue),
                };
                if (zeroPoint < least || zeroPoint > most)
                    throw Error($"has the zero point {zeroPoint}, which its type cannot hold: quantise the model again");
                zeroPoints.Add((int)zeroPoint);
            }

            return zeroPoints.MoveToImmutable();
        }

        McuSimException Error(string problem) => McuSimException.BadInput($"{file.Source}: {place} {problem}.");
    }
}
