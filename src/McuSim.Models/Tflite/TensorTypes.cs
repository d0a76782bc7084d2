namespace McuSim.Models.Tflite;

/// <summary>The element types of the TensorFlow Lite schema (<c>TensorType</c>), in the order of their numbers.</summary>
internal static class TensorTypes
{
    private static readonly string[] Names =
    [
        "float32", "float16", "int32", "uint8", "int64", "string", "bool", "int16", "complex64", "int8", "float64", "complex128", "uint64",
        "resource", "variant", "uint32", "uint16", "int4", "bfloat16", "int2", "uint4", "float8_e4m3fn", "float8_e5m2",
    ];

    /// <summary>The schema's name of a type, in lower case.</summary>
    public static string NameOf(int type) => type < Names.Length ? Names[type] : $"type {type}";
}
