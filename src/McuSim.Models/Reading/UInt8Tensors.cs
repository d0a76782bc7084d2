namespace McuSim.Models.Reading;

/// <summary>
/// Networks of uint8, as TensorFlow 1 quantised them: every stored number and zero point less 128 is an int8 network of the same arithmetic. Weights
/// keep a zero point.
/// </summary>
internal static class UInt8Tensors
{
    /// <summary>The tensor as int8.</summary>
    /// <param name="tensor">uint8, with one scale.</param>
    /// <param name="index">The new tensor's number.</param>
    public static Tensor AsInt8(Tensor tensor, int index)
    {
        byte[] data = tensor.Data.ToArray();
        for (int i = 0; i < data.Length; i++) data[i] ^= 0x80;
        Quantization quantization = tensor.Quantization! with { ZeroPoints = [tensor.ZeroPoint - 128], IsFromUInt8 = true };
        return tensor with { Index = index, Type = ElementType.Int8, Quantization = quantization, Data = data };
    }

    /// <summary>Weights without their zero point where all of them still fit into int8; else as they are.</summary>
    public static Tensor WithoutZeroPoint(Tensor weights)
    {
        byte[] data = weights.Data.ToArray();
        for (int i = 0; i < data.Length; i++)
        {
            int weight = (sbyte)data[i] - weights.ZeroPoint;
            if (weight is < sbyte.MinValue or > sbyte.MaxValue) return weights;
            data[i] = (byte)weight;
        }

        return weights with { Data = data, Quantization = weights.Quantization! with { ZeroPoints = [0] } };
    }
}
