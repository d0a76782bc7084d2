using McuSim.Datasets.Images;

namespace McuSim.Datasets.Tensors;

/// <summary>
/// Reads the binary version of CIFAR-10 (A. Krizhevsky, cs.toronto.edu/~kriz/cifar.html): records of a label and 32 x 32 values each of red, green, blue.
/// </summary>
internal static class CifarFile
{
    /// <summary>Bytes of one record.</summary>
    public const int RecordBytes = 1 + (Colours * Plane);

    private const int Side = 32, Plane = Side * Side, Colours = 3;

    /// <summary>The image of a record.</summary>
    /// <exception cref="BrokenInputException">The file does not reach that far.</exception>
    public static Picture Read(string path, int record)
    {
        byte[] planes = Bytes(path, ((long)record * RecordBytes) + 1, Colours * Plane);
        var pixels = new byte[Colours * Plane];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = planes[((i % Colours) * Plane) + (i / Colours)];
        return new Picture(Side, Side, Colours, pixels);
    }

    /// <summary>The labels of all records.</summary>
    /// <exception cref="BrokenInputException">The file is not made of records.</exception>
    public static int[] Labels(string path)
    {
        long length = new FileInfo(path).Length;
        if (length == 0 || length % RecordBytes != 0)
            throw new BrokenInputException($"{path} has {length} bytes, which are no records of {RecordBytes} bytes as CIFAR-10 has them.");
        using FileStream file = File.OpenRead(path);
        var labels = new int[length / RecordBytes];
        for (int i = 0; i < labels.Length; i++)
        {
            file.Position = (long)i * RecordBytes;
            labels[i] = file.ReadByte();
        }
        return labels;
    }

    private static byte[] Bytes(string path, long start, int count)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            var bytes = new byte[count];
            file.Position = start;
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException e)
        {
            throw FileBytes.Unreadable(path, e);
        }
    }
}
