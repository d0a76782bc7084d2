namespace McuSim.Machine.Chips.Devices;

/// <summary>A device whose data register gives something new from time to time: DMA from it waits for that.</summary>
internal interface IDmaSource
{
    /// <summary>The cycle at which the register at an offset may have something to read: in the past when it has now, <see cref="ulong.MaxValue"/> when it depends on the program.</summary>
    ulong ReadyAt(uint offset);
}

/// <summary>The peripherals as a DMA controller reaches them, by address.</summary>
internal interface IDmaBus
{
    /// <summary>As <see cref="IDmaSource.ReadyAt"/>; null when the register is of no such device, and can be read at any time.</summary>
    ulong? ReadyAt(uint address);

    /// <summary>Reads a register; null where there are no peripherals.</summary>
    ulong? Read(uint address, int size);

    /// <summary>Writes a register; false where there are no peripherals.</summary>
    bool Write(uint address, int size, ulong value);
}
