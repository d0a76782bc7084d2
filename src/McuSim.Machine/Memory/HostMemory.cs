using System.Runtime.InteropServices;

namespace McuSim.Machine.Memory;

/// <summary>Zeroed memory outside the managed heap that never moves. The operating system provides its pages when they are first written.</summary>
internal sealed unsafe class HostMemory : SafeHandle
{
    /// <summary>Allocates zeroed bytes.</summary>
    internal HostMemory(nuint bytes)
        : base(0, ownsHandle: true)
    {
        SetHandle((nint)NativeMemory.AllocZeroed(bytes));
        Bytes = bytes;
    }

    /// <summary>How many bytes there are.</summary>
    internal nuint Bytes { get; }

    /// <summary>The first byte.</summary>
    internal byte* Pointer => (byte*)handle;

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
