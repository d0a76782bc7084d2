using McuSim.Common;

namespace McuSim.Datasets.Tensors;

/// <summary>Reads a file that holds exactly a tensor's bytes.</summary>
internal static class RawTensor
{
    public static void ReadInto(string path, InputFormat input, Span<byte> destination)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length != destination.Length) CheckLength(path, file.Length, input);
            int length = file.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
            if (length != destination.Length) CheckLength(path, length, input);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FileBytes.Unreadable(path, e);
        }
    }

    public static void CheckLength(string path, long length, InputFormat input)
    {
        if (length != input.Bytes)
            throw McuSimException.BadInput($"{path} has {length} bytes, but the input ({TypeName(input.Type)} {input.ShapeText}) has {input.Bytes}.");
    }

    private static string TypeName(InputType type) => type switch
    {
        InputType.Int8 => "int8",
        InputType.UInt8 => "uint8",
        InputType.Int16 => "int16",
        _ => "float32",
    };
}
