using System.Runtime.InteropServices;

namespace McuSim.Machine.Engine;

/// <summary>Saved processor registers (uc_context).</summary>
internal sealed class UnicornContext : SafeHandle
{
    /// <summary>Takes ownership of a context made by uc_context_alloc.</summary>
    internal UnicornContext(nint context)
        : base(0, ownsHandle: true) => SetHandle(context);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => UnicornCalls.FreeContext(handle) == UnicornError.Ok;
}
