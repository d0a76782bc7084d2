using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>One device's view of the machine: its interrupt lines are joined with those of the devices that share them.</summary>
/// <param name="machine">The machine.</param>
/// <param name="asking">How many devices ask at each line, of all devices of the chip.</param>
internal sealed class LineSharer(IDeviceHost machine, Dictionary<int, int> asking) : IDeviceHost
{
    private readonly HashSet<int> own = [];

    /// <inheritdoc/>
    public ulong Now => machine.Now;

    /// <inheritdoc/>
    public void SetInterrupt(int line, bool asserted)
    {
        if (asserted ? own.Add(line) : own.Remove(line))
            asking[line] = asking.GetValueOrDefault(line) + (asserted ? 1 : -1);
        machine.SetInterrupt(line, asking.GetValueOrDefault(line) > 0);
    }

    /// <inheritdoc/>
    public void StartCore(uint vectorTable) => machine.StartCore(vectorTable);

    /// <inheritdoc/>
    public void Restart(ResetCause cause) => machine.Restart(cause);

    /// <inheritdoc/>
    public bool TryRead(uint address, Span<byte> bytes) => machine.TryRead(address, bytes);

    /// <inheritdoc/>
    public bool TryWrite(uint address, ReadOnlySpan<byte> bytes) => machine.TryWrite(address, bytes);
}
