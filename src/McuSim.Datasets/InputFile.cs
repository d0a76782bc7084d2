using McuSim.Common;

namespace McuSim.Datasets;

/// <summary>Reads one input of a network from a file: a raw tensor (.bin, little-endian, exactly the input's bytes) or a JPEG image (.jpg, .jpeg).</summary>
public static class InputFile
{
    /// <summary>The most bytes of an input; more than any microcontroller's memory by far.</summary>
    internal const long MaxBytes = 256L << 20;

    /// <summary>Reads <paramref name="path"/> into a new array.</summary>
    /// <param name="path">The file.</param>
    /// <param name="input">What it must hold.</param>
    /// <exception cref="McuSimException">The file cannot be read, is of an unknown kind, or does not match <paramref name="input"/>.</exception>
    public static byte[] Read(string path, InputFormat input)
    {
        CheckFormat(input);
        var bytes = new byte[input.Bytes];
        ReadInto(path, input, bytes);
        return bytes;
    }

    /// <summary>Reads <paramref name="path"/> into <paramref name="destination"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="input">What it must hold.</param>
    /// <param name="destination">Exactly <see cref="InputFormat.Bytes"/> long.</param>
    /// <exception cref="McuSimException">As for <see cref="Read"/>.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    public static void ReadInto(string path, InputFormat input, Span<byte> destination)
    {
        if (destination.Length != input.Bytes)
            throw new ArgumentException($"The input has {input.Bytes} bytes, the destination {destination.Length}.", nameof(destination));
        try
        {
            switch (KindOf(path))
            {
                case FileKind.Tensor: RawTensor.ReadInto(path, input, destination); break;
                case FileKind.Jpeg: ImageInput.ReadInto(path, input, destination); break;
                default: throw McuSimException.BadInput($"{path}: an input must be a raw tensor (.bin) or a JPEG image (.jpg, .jpeg).");
            }
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw McuSimException.BadInput($"There is no input file {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }

    internal static FileKind? KindOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".bin" => FileKind.Tensor,
        ".jpg" or ".jpeg" => FileKind.Jpeg,
        _ => null,
    };

    internal static void CheckFormat(InputFormat input)
    {
        if (input.Shape.IsDefaultOrEmpty || input.Shape.Any(n => n <= 0) || Product(input) > MaxBytes)
            throw McuSimException.BadInput($"An input of shape {input.ShapeText} cannot be read; its dimensions must be positive and its size at most {MaxBytes >> 20} MB.");
    }

    private static long Product(InputFormat input)
    {
        long product = 4;
        foreach (int n in input.Shape)
            product = product > MaxBytes ? product : product * n;
        return input.Type == InputType.Float32 ? product : product / 4;
    }
}

/// <summary>The kinds of files that hold an input.</summary>
internal enum FileKind
{
    Tensor,
    Jpeg,
}
