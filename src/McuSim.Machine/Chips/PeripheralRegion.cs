using System.Collections.Immutable;
using McuSim.Boards;
using McuSim.Machine.Chips.Devices;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips;

/// <summary>A range of the bus with a chip's peripherals: finds the one that an access is for.</summary>
internal sealed class PeripheralRegion : WordDevice, ITimedDevice
{
    private const int PageBits = 10;
    private const uint AliasedSize = 0x4000;

    private readonly uint start, size;
    private readonly Chip chip;
    private readonly PollDetector poll;
    private readonly Dictionary<uint, Part[]> pages = [];
    private readonly ImmutableArray<Part> parts;
    private readonly ImmutableArray<ITimedDevice> timed;

    internal PeripheralRegion(Chip chip, uint start, uint size, PollDetector poll)
    {
        (this.start, this.size) = (start, size);
        this.chip = chip;
        this.poll = poll;
        var connected = ImmutableArray.CreateBuilder<Part>();
        foreach (ChipPeripheral peripheral in chip.PeripheralsIn(start, size))
        {
            uint length = peripheral.AtomicAliases ? Math.Max(peripheral.Size, AliasedSize) : peripheral.Size;
            var part = new Part(peripheral.Start, length, chip.Connect(peripheral, Unknown));
            connected.Add(part);
            for (uint page = peripheral.Start >> PageBits; page <= (peripheral.Start + length - 1) >> PageBits; page++)
                pages[page] = [.. pages.GetValueOrDefault(page, []), part];
        }

        parts = connected.ToImmutable();
        timed = [.. parts.Select(p => p.Device).OfType<ITimedDevice>()];
    }

    /// <summary>The registers of the region that McuSim does not know.</summary>
    internal UnknownRegisters Unknown { get; } = new();

    /// <summary>Whether the region holds any peripheral that McuSim knows.</summary>
    internal bool IsEmpty => parts.IsEmpty;

    /// <summary>Whether any of them does something by itself.</summary>
    internal bool IsTimed => !timed.IsEmpty;

    /// <summary>The device at an address, and the address's offset in it; or null.</summary>
    internal (IBusDevice Device, uint Offset)? DeviceAt(uint address) =>
        PartAt(address) is { } part ? (part.Device, address - part.Start) : null;

    /// <summary>Whether an address lies in the region.</summary>
    internal bool Holds(uint address) => address - start < size;

    /// <summary>Reads by address, as a device with DMA does.</summary>
    internal ulong ReadAt(uint address, int bytes) => Read(address - start, bytes);

    /// <summary>Writes by address, as a device with DMA does.</summary>
    internal void WriteAt(uint address, int bytes, ulong value) => Write(address - start, bytes, value);

    /// <summary>Whether a watchdog of the region runs.</summary>
    internal bool IsWatched => timed.Any(d => d is IndependentWatchdog or WindowWatchdog && d.NextEvent != ulong.MaxValue);

    /// <summary>Lets the devices that a reset of the system leaves alone count up to now.</summary>
    internal void CatchUpBackedUp(ulong now)
    {
        foreach (ITimedDevice device in timed.Where(d => d is IBackedUp))
            device.Elapse(now);
    }

    /// <inheritdoc/>
    public ulong NextEvent
    {
        get
        {
            ulong next = ulong.MaxValue;
            foreach (ITimedDevice device in timed)
                next = Math.Min(next, device.NextEvent);
            return next;
        }
    }

    /// <summary>Whether a peripheral lies at an offset.</summary>
    internal bool Knows(uint offset) => PartAt(start + offset) is not null;

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        foreach (ITimedDevice device in timed)
        {
            if (device.NextEvent <= now)
                device.Elapse(now);
        }
    }

    /// <inheritdoc/>
    public override ulong Read(uint offset, int size)
    {
        uint address = start + offset;
        poll.Read(address & ~3u);
        return PartAt(address) is { } part ? part.Device.Read(address - part.Start, size) : base.Read(offset, size);
    }

    /// <inheritdoc/>
    public override void Write(uint offset, int size, ulong value)
    {
        uint address = start + offset;
        poll.Write();
        if (PartAt(address) is { } part)
            part.Device.Write(address - part.Start, size, value);
        else
            base.Write(offset, size, value);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        poll.Write();
        if (chip.IsRestarting)
        {
            foreach (Part part in parts.Where(p => p.Device is not (IBackedUp or RegisterBlock { IsSettings: true })))
                part.Device.Reset();
            return;
        }

        Unknown.Reset();
        foreach (Part part in parts)
            part.Device.Reset();
    }

    /// <inheritdoc/>
    public override object Capture() => (Unknown.Capture(), parts.Select(p => p.Device.Capture()).ToImmutableArray());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (object unknown, ImmutableArray<object> devices) = ((object, ImmutableArray<object>))state;
        Unknown.Restore(unknown);
        foreach ((Part part, object device) in parts.Zip(devices))
            part.Device.Restore(device);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => Unknown.Read(start + offset);

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask) => Unknown.Write(start + offset, value, mask);

    private Part? PartAt(uint address)
    {
        foreach (Part part in pages.GetValueOrDefault(address >> PageBits, []))
        {
            if (address - part.Start < part.Length)
                return part;
        }

        return null;
    }

    private sealed record Part(uint Start, uint Length, IBusDevice Device);
}
