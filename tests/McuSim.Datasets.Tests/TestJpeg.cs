using System.Reflection;
using System.Runtime.InteropServices;
using McuSim.Datasets.Images;

namespace McuSim.Tests.Datasets;

/// <summary>Makes JPEG files for the tests with the library's encoder; skips the test where the library is not installed.</summary>
internal static unsafe class TestJpeg
{
    private const int NoSubsampling = 0;

    /// <summary>An image of the given size, encoded at quality 100 without chroma subsampling.</summary>
    public static byte[] Encode(int width, int height, Func<int, int, (byte R, byte G, byte B)> pixel)
    {
        var rgb = new byte[width * height * 3];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
                (rgb[3 * ((y * width) + x)], rgb[(3 * ((y * width) + x)) + 1], rgb[(3 * ((y * width) + x)) + 2]) = pixel(x, y);
        }
        nint library = Library();
        var init = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "tjInitCompress");
        var compress = (delegate* unmanaged[Cdecl]<nint, byte*, int, int, int, int, byte**, CULong*, int, int, int, int>)
            NativeLibrary.GetExport(library, "tjCompress2");
        var free = (delegate* unmanaged[Cdecl]<byte*, void>)NativeLibrary.GetExport(library, "tjFree");
        var destroy = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");

        nint encoder = init();
        byte* jpeg = null;
        var size = new CULong(0);
        fixed (byte* source = rgb)
            Assert.Equal(0, compress(encoder, source, width, 3 * width, height, TurboJpeg.PixelFormatRgb, &jpeg, &size, NoSubsampling, 100, 0));
        byte[] bytes = new Span<byte>(jpeg, (int)size.Value).ToArray();
        free(jpeg);
        destroy(encoder);
        return bytes;
    }

    /// <summary>Skips the test where the library is not installed.</summary>
    public static void Require() => Library();

    private static nint Library()
    {
        nint library = TurboJpeg.Load(Assembly.GetExecutingAssembly(), null);
        Assert.SkipWhen(library == 0, "needs libturbojpeg");
        return library;
    }
}
