using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Reads the bytes of an image file.</summary>
internal static class ImageFile
{
    private const long LargestFile = 256L << 20;

    /// <summary>The whole file.</summary>
    /// <exception cref="McuSimException">The file cannot be read or is larger than any firmware (exit code 2).</exception>
    internal static byte[] Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw McuSimException.BadInput($"{path} is larger than {LargestFile >> 20} MiB; give the firmware's image.");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{path} cannot be read: {e.Message}", e);
        }
    }
}
