using System.Runtime.InteropServices;
using McuSim.Machine.Engine;
using McuSim.Machine.Execution;

namespace McuSim.Machine.System;

/// <summary>Connects a device to a range of the engine's addresses.</summary>
internal sealed unsafe class DevicePort : IDisposable
{
    private readonly Executor executor;
    private GCHandle self;

    /// <summary>Maps a device.</summary>
    internal DevicePort(UnicornEngine engine, Executor executor, IBusDevice device, uint start, uint size)
    {
        this.executor = executor;
        Device = device;
        Start = start;
        Size = size;
        self = GCHandle.Alloc(this, GCHandleType.Weak);
        nint handle = GCHandle.ToIntPtr(self);
        UnicornEngine.Check(UnicornCalls.MapDevice(engine, start, size, &EngineHooks.ReadDevice, handle, &EngineHooks.WriteDevice, handle));
    }

    /// <summary>The device.</summary>
    internal IBusDevice Device { get; }

    /// <summary>The first address.</summary>
    internal uint Start { get; }

    /// <summary>How many bytes of addresses.</summary>
    internal uint Size { get; }

    internal ulong Read(uint offset, int size)
    {
        try
        {
            executor.LookSoon();
            return Device.Read(offset, size);
        }
        catch (Exception e)
        {
            executor.Fail(e); // It must not travel through native frames.
            return 0;
        }
    }

    internal void Write(uint offset, int size, ulong value)
    {
        try
        {
            executor.LookSoon();
            Device.Write(offset, size, value);
        }
        catch (Exception e)
        {
            executor.Fail(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (self.IsAllocated) self.Free();
    }
}
