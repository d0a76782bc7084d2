using System.Numerics;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An analogue-to-digital converter whose inputs all hold half of the reference. It converts when software starts it: sequences, continuous conversion, interrupts and DMA; it does not
/// follow triggers of timers. Versions: the first (F1, F2, F4, F7) has SR, CR1, CR2, the second (all later families) ISR, IER, CR, CFGR.
/// Sources: ST RM0390, chapter 13; ST RM0008, chapter 11; ST RM0351, chapter 18.
/// </summary>
/// <param name="second">Whether it is of the second version.</param>
/// <param name="interrupt">Its line.</param>
/// <param name="host">Time and interrupts.</param>
/// <param name="registers">Its registers.</param>
internal sealed class Adc(bool second, int? interrupt, IDeviceHost host, RegisterBlock registers) : RegisterDevice(registers), ITimedDevice, IDmaSource
{
    private const ulong CyclesPerConversion = 500;
    private const uint HalfScale = 0x800;
    private const uint Status = 0x00, Data1 = 0x4C, Data2 = 0x40, Injected1 = 0x3C, Injected2 = 0x80;

    // Version 1.
    private const uint EndOfConversion = 2, EndOfInjected = 4, Started = 16, Control1 = 0x04, Control2 = 0x08, StartInjected = 1 << 22, Start = 1 << 30, StartF1 = 1 << 22, Sequence1 = 0x2C;

    // Version 2.
    private const uint Ready = 1, EndOfSampling = 2, End = 4, EndOfSequence = 8, EndOfOneInjected = 32, EndOfAllInjected = 64, Enables = 0x04, Control = 0x08, Configuration = 0x0C, Channels = 0x28, Sequence2 = 0x30;

    private (ulong Due, int Left, bool IsSequenceEnd, uint Flags) state = (ulong.MaxValue, 0, false, 0);

    /// <inheritdoc/>
    public ulong NextEvent => state.Due;

    private uint DataRegister => second ? Data2 : Data1;

    private bool IsContinuous => second ? (Kept(Configuration) & (1 << 13)) != 0 : (Kept(Control2) & 2) != 0;

    private int SequenceLength => second
        ? Math.Max(Kept(Channels) != 0 && Kept(Sequence2) == 0 ? BitOperations.PopCount(Kept(Channels) & 0x7FFFF) : (int)(Kept(Sequence2) & 15) + 1, 1)
        : (Kept(Control1) & (1 << 8)) != 0 ? (int)(Kept(Sequence1) >> 20 & 15) + 1 : 1;

    /// <inheritdoc/>
    public ulong ReadyAt(uint offset) => offset != DataRegister ? 0 : (state.Flags & (second ? End : EndOfConversion)) != 0 ? 0 : state.Due;

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        if (state.Due > now)
            return;
        state.Left--;
        bool isLast = state.Left == 0;
        state.Flags |= second ? End | EndOfSampling | (isLast ? EndOfSequence : 0) : EndOfConversion;
        if (isLast && IsContinuous) state.Left = SequenceLength;
        state.Due = state.Left > 0 ? now + CyclesPerConversion : ulong.MaxValue;
        SetLine();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        state = (ulong.MaxValue, 0, false, 0);
        SetLine();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => state;

    /// <inheritdoc/>
    protected override void RestoreOwn(object captured)
    {
        state = ((ulong, int, bool, uint))captured;
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        Elapse(host.Now);
        if (offset == Status)
            return (base.ReadWord(offset) & (second ? ~(End | EndOfSequence | EndOfSampling) : ~EndOfConversion)) | state.Flags;
        if (offset == DataRegister)
        {
            state.Flags &= second ? ~End : ~EndOfConversion;
            SetLine();
            return Scaled();
        }

        uint injected = second ? Injected2 : Injected1;
        if (offset >= injected && offset < injected + 16) return Scaled();
        uint value = base.ReadWord(offset);
        return second && offset == Control ? value | (state.Left > 0 ? 4u : 0) : value;
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        Elapse(host.Now);
        uint before = Kept(offset);
        base.WriteWord(offset, value, mask);
        value &= mask;
        if (second) WriteSecond(offset, value);
        else WriteFirst(offset, value, mask, before);
        SetLine();
    }

    private void WriteFirst(uint offset, uint value, uint mask, uint before)
    {
        if (offset == Status) state.Flags &= value | ~mask;
        if (offset != Control2)
            return;
        bool isF1 = (value & (1 << 20)) != 0; // EXTTRIG, which the later chips do not have
        if ((value & 1) == 0) (state.Left, state.Due) = (0, ulong.MaxValue);
        else if ((value & (isF1 ? StartF1 : Start)) != 0) Begin();
        else if (!isF1 && (value & StartInjected) != 0) state.Flags |= EndOfInjected;
        Keep(Control2, Merge(before, value, mask) & ~(Start | StartInjected));
    }

    private void WriteSecond(uint offset, uint value)
    {
        if (offset == Status) state.Flags &= ~value;
        if (offset != Control)
            return;
        if ((value & 4) != 0 && (Kept(Configuration) >> 10 & 3) == 0) Begin();
        if ((value & 8) != 0) state.Flags |= EndOfOneInjected | EndOfAllInjected;
        if ((value & 0x12) != 0) (state.Left, state.Due) = (0, ulong.MaxValue);
        state.Flags = (value & 1) != 0 ? state.Flags | Ready : (value & 2) != 0 ? state.Flags & ~Ready : state.Flags;
    }

    private void Begin()
    {
        state.Flags |= second ? 0 : Started;
        (state.Left, state.Due) = (SequenceLength, host.Now + CyclesPerConversion);
    }

    /// <summary>Half of the scale at the resolution that is set.</summary>
    private uint Scaled()
    {
        uint steps = second ? Kept(Configuration) >> 3 & 3 : Kept(Control1) >> 24 & 3;
        return HalfScale >> (int)(2 * steps);
    }

    private void SetLine()
    {
        if (interrupt is not { } line)
            return;
        uint control = Kept(Control1);
        uint enabled = second ? Kept(Enables) : ((control & 32) != 0 ? EndOfConversion : 0) | ((control & 128) != 0 ? EndOfInjected : 0);
        host.SetInterrupt(line, (state.Flags & enabled) != 0);
    }
}
