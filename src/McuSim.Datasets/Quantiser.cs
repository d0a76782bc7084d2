using System.Buffers.Binary;

namespace McuSim.Datasets;

/// <summary>What becomes of the part of a step when a real value is quantised.</summary>
public enum Rounding
{
    /// <summary>The nearest step; halves away from zero. TensorFlow Lite's rule.</summary>
    Nearest,

    /// <summary>The next step towards zero, as the scripts of MLPerf Tiny's keyword benchmark have it.</summary>
    TowardsZero,
}

/// <summary>Writes real values as elements of an input tensor.</summary>
internal sealed class Quantiser(InputFormat input, Rounding rounding)
{
    /// <summary>Writes element <paramref name="index"/>.</summary>
    public void Write(double real, int index, Span<byte> elements)
    {
        if (input.Type == InputType.Float32)
        {
            BinaryPrimitives.WriteSingleLittleEndian(elements[(4 * index)..], (float)real);
            return;
        }
        if (input.Type == InputType.Int16)
        {
            double sample = Math.Round(real / input.Scale, MidpointRounding.AwayFromZero);
            BinaryPrimitives.WriteInt16LittleEndian(elements[(2 * index)..], (short)Math.Clamp(sample, short.MinValue, short.MaxValue));
            return;
        }
        (int least, int most) = input.Type == InputType.Int8 ? (-128, 127) : (0, 255);
        double steps = rounding == Rounding.Nearest
            ? Math.Round(real / input.Scale, MidpointRounding.AwayFromZero) + input.ZeroPoint
            : Math.Truncate((real / input.Scale) + input.ZeroPoint);
        elements[index] = (byte)(int)Math.Clamp(steps, least, most);
    }
}
