using McuSim.Common;

namespace McuSim.Datasets;

/// <summary>Reads whole files of a dataset, with every failure as one sentence.</summary>
internal static class FileBytes
{
    /// <summary>The bytes of a file.</summary>
    /// <exception cref="BrokenInputException">It is not there, is empty, has more than <paramref name="maxBytes"/>, or cannot be read.</exception>
    public static byte[] Read(string path, int maxBytes)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length == 0)
                throw new BrokenInputException($"{path} is empty.");
            if (file.Length > maxBytes)
                throw new BrokenInputException($"{path} has {file.Length} bytes; at most {maxBytes >> 20} MB are read.");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>The size of a file in bytes.</summary>
    /// <exception cref="BrokenInputException">It is not there, or cannot be looked at.</exception>
    public static long LengthOf(string path)
    {
        try
        {
            return new FileInfo(path).Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>The error for a failure of the file system.</summary>
    public static McuSimException Unreadable(string path, Exception e) => e is FileNotFoundException or DirectoryNotFoundException
        ? new BrokenInputException($"There is no input file {path}.", e)
        : new BrokenInputException($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
}
