using System.Buffers.Binary;

namespace McuSim.Models.Reading;

/// <summary>int32 and int64 constants, which only shapes and axes are made of.</summary>
internal static class ConstantIntegers
{
    /// <summary>The elements, or null when the tensor is of another type.</summary>
    public static long[]? Read(Tensor tensor)
    {
        ReadOnlySpan<byte> data = tensor.Data.Span;
        var values = new long[tensor.Shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            switch (tensor.Type)
            {
                case ElementType.Int32: values[i] = BinaryPrimitives.ReadInt32LittleEndian(data[(i * 4)..]); break;
                case ElementType.Int64: values[i] = BinaryPrimitives.ReadInt64LittleEndian(data[(i * 8)..]); break;
                default: return null;
            }
        }

        return values;
    }

    /// <summary>The tensor as a constant of these elements; int32 wraps as the kernels do.</summary>
    public static Tensor Fill(Tensor tensor, ReadOnlySpan<long> values)
    {
        byte[] data = new byte[tensor.ByteCount];
        for (int i = 0; i < values.Length; i++)
        {
            if (tensor.Type == ElementType.Int32) BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(i * 4), unchecked((int)values[i]));
            else BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(i * 8), values[i]);
        }

        return tensor with { Data = data };
    }
}
