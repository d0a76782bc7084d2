namespace McuSim.Machine.System;

/// <summary>What a device can ask of the machine around it.</summary>
internal interface IDeviceHost
{
    /// <summary>Core cycles since reset, as the program would measure them.</summary>
    ulong Now { get; }

    /// <summary>Sets the level of an interrupt line of the NVIC.</summary>
    /// <param name="line">The line's number, from 0 (exception number less 16).</param>
    /// <param name="asserted">Whether the device asks for service.</param>
    void SetInterrupt(int line, bool asserted);

    /// <summary>Makes the core begin anew at a vector table, as another core of the chip.</summary>
    void StartCore(uint vectorTable);

    /// <summary>Resets the chip, as a watchdog does.</summary>
    void Restart(ResetCause cause);

    /// <summary>Reads the board's memory, as a device with DMA does; false where there is none.</summary>
    bool TryRead(uint address, Span<byte> bytes);

    /// <summary>Writes the board's memory, as a device with DMA does; false where there is none that can be written.</summary>
    bool TryWrite(uint address, ReadOnlySpan<byte> bytes);
}

/// <summary>A device that does something by itself after a while: a timer, a serial port.</summary>
internal interface ITimedDevice : IBusDevice, ITimed;

/// <summary>Something that happens by itself after a while.</summary>
internal interface ITimed
{
    /// <summary>The cycle at which it next does something; <see cref="ulong.MaxValue"/> for never. The machine asks after every access to a device.</summary>
    ulong NextEvent { get; }

    /// <summary>Does what is due at <paramref name="now"/>, which is at or after <see cref="NextEvent"/>.</summary>
    void Elapse(ulong now);
}
