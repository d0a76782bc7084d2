using System.Reflection;
using System.Runtime.InteropServices;
using McuSim.Common;

namespace McuSim.Datasets.Images;

/// <summary>The few functions of libturbojpeg that are needed (turbojpeg.h, the API of version 1.4 that 2.x and 3.x keep).</summary>
internal static unsafe partial class TurboJpeg
{
    public const int PixelFormatRgb = 0;
    public const int PixelFormatGrey = 6;
    public const int PixelFormatCmyk = 11;
    public const int ColoursCmyk = 3;
    public const int ColoursYcck = 4;

    /// <summary>Refuses progressive images with so many scans that decoding takes very long (libturbojpeg 2.1; older ones ignore it).</summary>
    public const int FlagLimitScans = 32768;

    /// <summary>The slow integer DCT, whose results do not depend on the processor.</summary>
    public const int FlagAccurateDct = 4096;

    /// <summary>Treats damage that the decoder could paint over as an error.</summary>
    public const int FlagStopOnWarning = 8192;

    private const string Library = "turbojpeg";

    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["turbojpeg.dll", "libturbojpeg.dll"]
        : OperatingSystem.IsMacOS() ?
        [
            "libturbojpeg.0.dylib", "libturbojpeg.dylib",
            "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib", "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib",
        ]
        : ["libturbojpeg.so.0", "libturbojpeg.so"];

    static TurboJpeg() => NativeLibrary.SetDllImportResolver(typeof(TurboJpeg).Assembly, Resolve);

    /// <summary>Opens a decoder; throws <see cref="McuSimException"/> when the library is not installed.</summary>
    public static JpegHandle OpenDecoder()
    {
        try
        {
            return InitDecompress();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw McuSimException.Missing(
                "JPEG images need libturbojpeg, which was not found; install it with \"apt-get install libturbojpeg0\" (macOS: brew install jpeg-turbo).", e);
        }
    }

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    private static partial JpegHandle InitDecompress();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    internal static partial int Destroy(nint handle);

    /// <summary>Reads the size from the header. <paramref name="size"/> is a C long: <see cref="CULong"/> has its width on every platform.</summary>
    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    internal static partial int DecompressHeader(
        JpegHandle handle, byte* jpeg, CULong size, out int width, out int height, out int subsampling, out int colourSpace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    internal static partial int Decompress(
        JpegHandle handle, byte* jpeg, CULong size, byte* pixels, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    private static partial nint ErrorText(JpegHandle handle);

    public static string Error(JpegHandle handle) => Marshal.PtrToStringUTF8(ErrorText(handle)) ?? "unknown error";

    /// <summary>The loaded library, or 0 when it is not installed.</summary>
    internal static nint Load(Assembly assembly, DllImportSearchPath? search)
    {
        foreach (string name in Names)
        {
            if (NativeLibrary.TryLoad(name, assembly, search, out nint handle))
                return handle;
        }
        return 0;
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? search) =>
        library == Library ? Load(assembly, search) : 0;
}
