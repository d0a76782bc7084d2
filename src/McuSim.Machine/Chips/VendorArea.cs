using McuSim.Machine.System;

namespace McuSim.Machine.Chips;

/// <summary>The private peripheral bus with what the chip's vendor put on it, such as DBGMCU.</summary>
internal sealed class VendorArea(IBusDevice bus, PeripheralRegion vendor) : IBusDevice
{
    /// <inheritdoc/>
    public ulong Read(uint offset, int size) => vendor.Knows(offset) ? vendor.Read(offset, size) : bus.Read(offset, size);

    /// <inheritdoc/>
    public void Write(uint offset, int size, ulong value)
    {
        if (vendor.Knows(offset))
            vendor.Write(offset, size, value);
        else
            bus.Write(offset, size, value);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        bus.Reset();
        vendor.Reset();
    }

    /// <inheritdoc/>
    public object Capture() => (bus.Capture(), vendor.Capture());

    /// <inheritdoc/>
    public void Restore(object state)
    {
        (object ofBus, object ofVendor) = ((object, object))state;
        bus.Restore(ofBus);
        vendor.Restore(ofVendor);
    }
}
