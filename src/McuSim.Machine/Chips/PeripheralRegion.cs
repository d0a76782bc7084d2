using System.Collections.Immutable;
using McuSim.Boards;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips;

/// <summary>A range of the bus with a chip's peripherals: finds the one that an access is for.</summary>
internal sealed class PeripheralRegion : WordDevice, ITimedDevice
{
    private const int PageBits = 10;
    private const uint AliasedSize = 0x4000;

    private readonly uint start;
    private readonly PollDetector poll;
    private readonly Dictionary<uint, Part> pages = [];
    private readonly ImmutableArray<Part> parts;
    private readonly ImmutableArray<ITimedDevice> timed;

    internal PeripheralRegion(Chip chip, uint start, uint size, PollDetector poll)
    {
        this.start = start;
        this.poll = poll;
        var connected = ImmutableArray.CreateBuilder<Part>();
        foreach (ChipPeripheral peripheral in chip.PeripheralsIn(start, size))
        {
            var part = new Part(peripheral.Start, chip.Connect(peripheral, Unknown));
            connected.Add(part);
            uint length = peripheral.AtomicAliases ? Math.Max(peripheral.Size, AliasedSize) : peripheral.Size;
            for (uint page = peripheral.Start >> PageBits; page <= (peripheral.Start + length - 1) >> PageBits; page++)
                pages.TryAdd(page, part);
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
    internal bool Knows(uint offset) => pages.ContainsKey((start + offset) >> PageBits);

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
        return pages.TryGetValue(address >> PageBits, out Part? part) ? part.Device.Read(address - part.Start, size) : base.Read(offset, size);
    }

    /// <inheritdoc/>
    public override void Write(uint offset, int size, ulong value)
    {
        uint address = start + offset;
        poll.Write();
        if (pages.TryGetValue(address >> PageBits, out Part? part))
            part.Device.Write(address - part.Start, size, value);
        else
            base.Write(offset, size, value);
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        Unknown.Reset();
        poll.Write();
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

    private sealed record Part(uint Start, IBusDevice Device);
}
