using McuSim.Machine.System;

namespace McuSim.Tests.Machine.Chips;

/// <summary>A clock that the test sets and interrupt lines that it can look at.</summary>
internal sealed class FakeHost : IDeviceHost
{
    public ulong Now { get; set; }

    internal HashSet<int> Lines { get; } = [];

    public void SetInterrupt(int line, bool asserted)
    {
        if (asserted) Lines.Add(line);
        else Lines.Remove(line);
    }
}

/// <summary>A serial line with bytes prepared for the chip; remembers what the chip sends.</summary>
internal sealed class FakeStream : McuSim.Machine.ISerialStream
{
    internal Queue<byte> ToChip { get; } = [];

    internal List<byte> FromChip { get; } = [];

    public bool TryReceive(out byte value) => ToChip.TryDequeue(out value);

    public void Send(byte value) => FromChip.Add(value);
}
