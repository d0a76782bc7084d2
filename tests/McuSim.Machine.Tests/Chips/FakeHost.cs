using McuSim.Machine.System;

namespace McuSim.Tests.Machine.Chips;

/// <summary>A clock that the test sets and interrupt lines that it can look at.</summary>
internal sealed class FakeHost : IDeviceHost
{
    public ulong Now { get; set; }

    internal Dictionary<uint, byte> Memory { get; } = [];

    internal HashSet<int> Lines { get; } = [];

    internal List<ResetCause> Resets { get; } = [];

    public void StartCore(uint vectorTable)
    {
    }

    public void Restart(ResetCause cause) => Resets.Add(cause);

    public bool TryRead(uint address, Span<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = Memory.GetValueOrDefault(address + (uint)i);
        return true;
    }

    public bool TryWrite(uint address, ReadOnlySpan<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
            Memory[address + (uint)i] = bytes[i];
        return true;
    }

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
