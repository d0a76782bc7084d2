namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// RP2040's serial interface to the flash, as programs use it for commands of their own: every word sent brings one back. The flash (a W25Q16JV) answers for its status and identification, all else
/// with ones. Reads through the memory map do not pass here. Sources: RP2040 datasheet, section 4.10.13; Winbond W25Q16JV, section 8.1.
/// </summary>
/// <param name="registers">Its registers.</param>
/// <param name="bus">Where IO_QSPI says whether the program holds the flash selected.</param>
internal sealed class Rp2040Ssi(RegisterBlock registers, IDmaBus bus) : RegisterDevice(registers)
{
    private const uint Enable = 0x08, Waiting = 0x24, Status = 0x28, Data = 0x60, DataEnd = 0xF0, NotFull = 2, Empty = 4, Received = 8, Ones = 0xFF;
    private const uint ChipSelect = 0x4001_800C, DrivenLow = 2;
    private const uint ReadStatus = 0x05, ReadStatus2 = 0x35, ReadIdentification = 0x9F, QuadEnabled = 2, Identification = 0x15_40_EF;

    private readonly Queue<uint> answers = new();
    private (uint Command, int Sent, bool IsSelected) state;

    private bool IsSelected => bus.Read(ChipSelect, sizeof(uint)) is { } control && (control >> 8 & 3) == DrivenLow;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        answers.Clear();
        state = default;
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => (answers.ToArray(), state);

    /// <inheritdoc/>
    protected override void RestoreOwn(object captured)
    {
        (uint[] kept, state) = ((uint[], (uint, int, bool)))captured;
        answers.Clear();
        foreach (uint answer in kept) answers.Enqueue(answer);
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (offset == Status) return NotFull | Empty | (answers.Count > 0 ? Received : 0);
        if (offset == Waiting) return (uint)answers.Count;
        if (offset is < Data or >= DataEnd) return base.ReadWord(offset);
        return answers.TryDequeue(out uint answer) ? answer : Ones;
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (offset is >= Data and < DataEnd)
        {
            Send(value & Ones);
            return;
        }

        base.WriteWord(offset, value, mask);
        if (offset == Enable && (value & 1) == 0) answers.Clear();
    }

    /// <summary>A command begins when the flash is selected: by the program, or by the interface while it has something to send.</summary>
    private void Send(uint value)
    {
        bool isSelected = IsSelected;
        if (isSelected ? !state.IsSelected : answers.Count == 0) state = (value, 0, isSelected);
        answers.Enqueue((state.Command, state.Sent) switch
        {
            (_, 0) => Ones,
            (ReadStatus, _) => 0,
            (ReadStatus2, _) => QuadEnabled,
            (ReadIdentification, <= 3) => Identification >> (8 * (state.Sent - 1)) & Ones,
            _ => Ones,
        });
        state = state with { Sent = state.Sent + 1, IsSelected = isSelected };
    }
}
