using System.Collections.Immutable;

namespace McuSim.Codegen;

/// <summary>Numbers that a layer reads from flash, laid out as its kernel wants them.</summary>
/// <param name="Name">The field's name; the C object is <c>layer_nn_name</c>.</param>
/// <param name="Type">The element type in C.</param>
/// <param name="Values">The elements.</param>
/// <param name="Comment">What they are and in which order.</param>
internal sealed record ConstantArray(string Name, ConstantType Type, ImmutableArray<int> Values, string Comment)
{
    /// <summary>Size in flash.</summary>
    public int Bytes => Values.Length * Type.Bytes();
}

/// <summary>Element types of constant arrays.</summary>
internal enum ConstantType
{
    /// <summary><c>int8_t</c>.</summary>
    Int8,

    /// <summary><c>int16_t</c>.</summary>
    Int16,

    /// <summary><c>int32_t</c>.</summary>
    Int32,

    /// <summary><c>float</c>; the values are the bits.</summary>
    Float32,
}

/// <summary>Facts about constant types.</summary>
internal static class ConstantTypes
{
    /// <summary>The size of one element.</summary>
    public static int Bytes(this ConstantType type) => type switch { ConstantType.Int8 => 1, ConstantType.Int16 => 2, _ => 4 };

    /// <summary>The type's name in C.</summary>
    public static string CName(this ConstantType type) =>
        type switch { ConstantType.Int8 => "int8_t", ConstantType.Int16 => "int16_t", ConstantType.Float32 => "float", _ => "int32_t" };

    /// <summary>A value as a C literal.</summary>
    public static string Literal(this ConstantType type, int value) =>
        type == ConstantType.Float32 ? CWriter.Float(BitConverter.Int32BitsToSingle(value)) : CWriter.Number(value);
}
