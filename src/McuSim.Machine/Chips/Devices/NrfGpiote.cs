using System.Collections.Immutable;
using McuSim.Boards;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// The nRF's GPIOTE: a channel drives a pin by its tasks, or raises its event at a pin's edges; PORT is raised by any pin that senses the level that comes. Source: nRF52840 Product
/// Specification v1.7, chapter GPIOTE.
/// </summary>
/// <param name="peripheral">Where it is.</param>
/// <param name="host">Interrupts.</param>
/// <param name="registers">Its registers.</param>
/// <param name="bus">The ports.</param>
/// <param name="ports">The first addresses of the ports P0 and P1.</param>
/// <param name="events">Told of its events.</param>
internal sealed class NrfGpiote(ChipPeripheral peripheral, IDeviceHost host, RegisterBlock registers, IDmaBus bus, ImmutableArray<uint> ports, NrfEvents events) : RegisterDevice(registers)
{
    private const uint TaskSet = 0x030, TaskClear = 0x060, FirstEvent = 0x100, PortEvent = 0x17C, FirstConfiguration = 0x510;
    private const uint Channels = 8, EventMode = 1, TaskMode = 3, Rising = 1, Falling = 2, Toggle = 3, PortBit = 31;
    private const uint PortOut = 0x504, PortSet = 0x508, PortClear = 0x50C, PortDirectionSet = 0x518, PinConfiguration = 0x700;

    private uint enabled;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        enabled = 0;
        SetLine();
    }

    /// <summary>The level of an input pin changed.</summary>
    /// <param name="port">The port's name: P0.</param>
    /// <param name="pin">Its number there.</param>
    /// <param name="isHigh">The new level.</param>
    internal void Edge(string port, int pin, bool isHigh)
    {
        uint number = port == "P1" ? 32u + (uint)pin : (uint)pin;
        for (uint i = 0; i < Channels; i++)
        {
            uint configuration = Kept(FirstConfiguration + (4 * i));
            if ((configuration & 3) == EventMode && (configuration >> 8 & 63) == number && (configuration >> 16 & (isHigh ? Rising : Falling)) != 0) Raise(FirstEvent + (4 * i));
        }

        uint sense = (uint)(bus.Read(Place(number, PinConfiguration + (4 * (number % 32))), sizeof(uint)) ?? 0) >> 16 & 3;
        if (sense == (isHigh ? 2u : 3)) Raise(PortEvent);
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => enabled;

    /// <inheritdoc/>
    protected override void RestoreOwn(object state)
    {
        enabled = (uint)state;
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => offset is NrfInterrupts.Set or NrfInterrupts.Clear ? enabled : base.ReadWord(offset);

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (offset == NrfInterrupts.Set) enabled |= value & mask;
        else if (offset == NrfInterrupts.Clear) enabled &= ~(value & mask);
        else if (offset < FirstEvent) Do(offset, value & mask);
        else base.WriteWord(offset, value, mask);
        if (offset is >= FirstConfiguration and < FirstConfiguration + (4 * Channels)) Configure(Kept(offset));
        SetLine();
    }

    /// <summary>A channel for tasks takes its pin over, with its first level.</summary>
    private void Configure(uint configuration)
    {
        uint number = configuration >> 8 & 63, bit = 1u << (int)(number % 32);
        if ((configuration & 3) != TaskMode)
            return;
        _ = bus.Write(Place(number, (configuration >> 20 & 1) != 0 ? PortSet : PortClear), sizeof(uint), bit);
        _ = bus.Write(Place(number, PortDirectionSet), sizeof(uint), bit);
    }

    private void Do(uint task, uint value)
    {
        uint channel = task % 0x30 / 4;
        if (value == 0 || channel >= Channels)
            return;
        uint configuration = Kept(FirstConfiguration + (4 * channel)), number = configuration >> 8 & 63, bit = 1u << (int)(number % 32);
        if ((configuration & 3) != TaskMode)
            return;
        bool isHigh = ((bus.Read(Place(number, PortOut), sizeof(uint)) ?? 0) & bit) != 0;
        bool becomesHigh = task >= TaskClear ? false : task >= TaskSet || (configuration >> 16 & 3) switch { Rising => true, Falling => false, Toggle => !isHigh, _ => isHigh };
        _ = bus.Write(Place(number, becomesHigh ? PortSet : PortClear), sizeof(uint), bit);
    }

    private void Raise(uint offset)
    {
        Keep(offset, 1);
        SetLine();
        events.Raise(peripheral.Start + offset);
    }

    private uint Place(uint number, uint register)
    {
        uint start = ports[(int)Math.Min(number / 32, (uint)ports.Length - 1)];
        return start + register - NrfGpio.Skipped(start);
    }

    private void SetLine()
    {
        uint raised = (Kept(PortEvent) & 1) << (int)PortBit;
        for (uint i = 0; i < Channels; i++)
            raised |= (Kept(FirstEvent + (4 * i)) & 1) << (int)i;
        if (peripheral.Interrupt is { } line) host.SetInterrupt(line, (raised & enabled) != 0);
    }
}
