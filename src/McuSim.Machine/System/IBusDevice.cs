namespace McuSim.Machine.System;

/// <summary>Something at the bus that is not memory: its registers answer when the program reads or writes them.</summary>
internal interface IBusDevice
{
    /// <summary>Reads a register.</summary>
    /// <param name="offset">Bytes from the device's first address.</param>
    /// <param name="size">Bytes read: 1, 2, 4 or 8.</param>
    ulong Read(uint offset, int size);

    /// <summary>Writes a register.</summary>
    void Write(uint offset, int size, ulong value);

    /// <summary>Back to the state after power-on.</summary>
    void Reset();

    /// <summary>The device's state, for <see cref="Restore"/>.</summary>
    object Capture();

    /// <summary>Back to a captured state.</summary>
    void Restore(object state);
}
