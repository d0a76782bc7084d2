namespace McuSim.Datasets;

/// <summary>The kinds of files that hold an input.</summary>
internal enum FileKind
{
    /// <summary>A tensor's bytes, or records of CIFAR-10.</summary>
    Tensor,

    /// <summary>An array of NumPy.</summary>
    Array,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>A WAV file.</summary>
    Sound,
}

/// <summary>Tells kinds of files by their endings.</summary>
internal static class FileKinds
{
    /// <summary>The kinds, for messages.</summary>
    public const string Text = "a raw tensor (.bin, .npy), an image (.jpg, .png, .bmp, .ppm, .pgm) or sound (.wav)";

    /// <summary>The kind of a file, or null for others.</summary>
    public static FileKind? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".bin" => FileKind.Tensor,
        ".npy" => FileKind.Array,
        ".jpg" or ".jpeg" or ".png" or ".bmp" or ".ppm" or ".pgm" => FileKind.Image,
        ".wav" => FileKind.Sound,
        _ => null,
    };
}
