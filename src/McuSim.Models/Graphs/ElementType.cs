namespace McuSim.Models;

/// <summary>The type of one element of a tensor. Numbers are those of the TFLite schema (<c>TensorType</c>).</summary>
public enum ElementType
{
    /// <summary>IEEE 754 single precision, 4 bytes.</summary>
    Float32 = 0,

    /// <summary>Signed, 4 bytes.</summary>
    Int32 = 2,

    /// <summary>Unsigned, 1 byte; only at a network's borders.</summary>
    UInt8 = 3,

    /// <summary>Signed, 8 bytes.</summary>
    Int64 = 4,

    /// <summary>Truth value, 1 byte.</summary>
    Bool = 6,

    /// <summary>Signed, 2 bytes; only the samples that an audio front end takes.</summary>
    Int16 = 7,

    /// <summary>Signed, 1 byte.</summary>
    Int8 = 9,
}
