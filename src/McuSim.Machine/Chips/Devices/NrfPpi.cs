namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// What an nRF's peripherals tell each other: an event of one is a task of others, over the channels of PPI (nRF52) or over the PUBLISH and SUBSCRIBE registers that every peripheral has where
/// there is DPPI (nRF53, nRF91). Sources: nRF52840 Product Specification v1.7, chapter PPI; nRF5340 Product Specification v1.3, chapter DPPI.
/// </summary>
internal sealed class NrfEvents(IDmaBus bus)
{
    private const int MostDepth = 8;

    private int depth;

    /// <summary>Told the address of every event that is raised, and gives the addresses of the tasks that it starts.</summary>
    internal Func<uint, IEnumerable<uint>>? Tasks { get; set; }

    /// <summary>A peripheral raised an event.</summary>
    /// <param name="address">The event's register.</param>
    internal void Raise(uint address)
    {
        if (Tasks is null || depth == MostDepth) // events that raise each other without end
            return;
        depth++;
        foreach (uint task in Tasks(address).ToArray())
            _ = bus.Write(task, sizeof(uint), 1);
        depth--;
    }
}

/// <summary>The nRF52's PPI: channels from an event to a task, and to a second one (fork). Groups and the channels that the chip has wired are not there.</summary>
internal sealed class NrfPpi : RegisterDevice
{
    private const uint Enable = 0x500, EnableSet = 0x504, EnableClear = 0x508, FirstChannel = 0x510, FirstFork = 0x910;
    private const int Channels = 20;

    internal NrfPpi(RegisterBlock registers, NrfEvents events)
        : base(registers) => events.Tasks = TasksOf;

    /// <inheritdoc/>
    protected override object CaptureOwn() => 0;

    /// <inheritdoc/>
    protected override void RestoreOwn(object state)
    {
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => base.ReadWord(offset is EnableSet or EnableClear ? Enable : offset);

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (offset == EnableSet) Keep(Enable, Kept(Enable) | (value & mask));
        else if (offset == EnableClear) Keep(Enable, Kept(Enable) & ~(value & mask));
        else base.WriteWord(offset, value, mask);
    }

    private IEnumerable<uint> TasksOf(uint address)
    {
        for (uint i = 0; i < Channels; i++)
        {
            if ((Kept(Enable) >> (int)i & 1) == 0 || Kept(FirstChannel + (8 * i)) != address)
                continue;
            if (Kept(FirstChannel + (8 * i) + 4) is not 0 and var task) yield return task;
            if (Kept(FirstFork + (4 * i)) is not 0 and var fork) yield return fork;
        }
    }
}
