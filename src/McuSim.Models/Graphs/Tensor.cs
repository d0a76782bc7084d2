namespace McuSim.Models;

/// <summary>A value of the graph: an activation, or a constant with its data.</summary>
/// <param name="Index">The tensor's number in its graph; unique.</param>
/// <param name="Name">The name in the model file; may be empty, need not be unique.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The dimensions (images: NHWC).</param>
/// <param name="Quantization">How int8 and int32 elements stand for reals; null when not quantised.</param>
/// <param name="Data">The little-endian bytes of a constant; empty for an activation.</param>
public sealed record Tensor(int Index, string Name, ElementType Type, Shape Shape, Quantization? Quantization, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether the value is known before the network runs.</summary>
    public bool IsConstant => !Data.IsEmpty;

    /// <summary>The size of the value in bytes.</summary>
    public int ByteCount => checked(Shape.ElementCount * Type.Size());

    /// <summary>The per-tensor scale. Throws when the tensor is not quantised.</summary>
    public float Scale => Quantization!.Scale;

    /// <summary>The per-tensor zero point. Throws when the tensor is not quantised.</summary>
    public int ZeroPoint => Quantization!.ZeroPoint;

    /// <summary>Tensors are the same only when they are the same object: a graph holds each once.</summary>
    public bool Equals(Tensor? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Index;
}
