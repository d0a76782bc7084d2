using System.Runtime.InteropServices;

namespace McuSim.Datasets.Images;

/// <summary>An open decoder of libturbojpeg.</summary>
internal sealed class JpegHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => TurboJpeg.Destroy(handle) == 0;
}
