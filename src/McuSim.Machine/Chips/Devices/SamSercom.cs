using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// A serial interface of the SAM D21 and D51 families (SERCOM): a UART that sends at once, an SPI master that receives ones, or an I2C master whom nobody acknowledges.
/// Sources: Microchip DS40001882 (SAM D21), chapters 26 to 28; DS60001507 (SAM D5x), chapters 34 to 36.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="interrupts">Its line, or those of data empty, transmission complete, received and all others.</param>
/// <param name="host">Time and interrupts.</param>
/// <param name="router">What it is connected to.</param>
internal sealed class SamSercom(string name, ImmutableArray<int> interrupts, IDeviceHost host, SerialRouter router) : SerialDevice(name, null, host, router)
{
    private const uint ControlA = 0x00, ControlB = 0x04, Enables = 0x14, Flags = 0x18, Busy = 0x1C, Address = 0x24, Data = 0x28;
    private const uint Reset1 = 1, On = 2, Receives = 1 << 17, SpiMaster = 3, I2cMaster = 5;
    private const uint Empty = 1, Complete = 2, Received = 4, OnBus = 1, NotAcknowledged = 1 << 2, Idle = 1 << 4, Owner = 2 << 4;
    private const uint Stop = 3;

    private readonly IDeviceHost host = host;
    private Dictionary<uint, uint> words = [];
    private (uint Enabled, uint Flags, uint Status, bool Waits) state;

    /// <inheritdoc/>
    protected override bool ReceiverOn => Mode < 2 && IsOn && (Word(ControlB) & Receives) != 0;

    /// <inheritdoc/>
    protected override bool Asking => false; // its lines are set by SetLines

    /// <inheritdoc/>
    protected override uint DataOffset => Data;

    private uint Mode => Word(ControlA) >> 2 & 7;

    private bool IsOn => (Word(ControlA) & On) != 0;

    private uint Raised => !IsOn ? 0 : Mode switch
    {
        < 2 => Empty | state.Flags | (HasByte ? Received : 0),
        SpiMaster => Empty | state.Flags | (state.Waits ? Received : 0),
        _ => state.Flags,
    };

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        state = default;
        base.Reset();
        SetLines();
    }

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), state, CaptureReceiver());

    /// <inheritdoc/>
    public override void Restore(object captured)
    {
        (Dictionary<uint, uint> saved, state, object receiver) = ((Dictionary<uint, uint>, (uint, uint, uint, bool), object))captured;
        words = new Dictionary<uint, uint>(saved);
        RestoreReceiver(receiver);
        SetLines();
    }

    /// <inheritdoc/>
    protected override void Arrived() => SetLines();

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        switch (offset)
        {
            case Enables: return state.Enabled | (state.Enabled << 16);
            case Flags:
                Refresh();
                return Raised | (state.Status << 16);
            case Busy: return 0;
            case Data when Mode < 2:
                uint taken = Take();
                SetLines();
                return taken;
            case Data:
                state.Waits = false;
                SetLines();
                return 0xFF;
            default: return Word(offset);
        }
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        switch (offset)
        {
            case Enables: state.Enabled = (state.Enabled | (value >> 16 & 0xFF)) & ~(value & 0xFF); break;
            case Flags:
                state.Flags &= ~(value & 0xFF);
                if ((mask & 0xFFFF_0000) != 0) state.Status = Mode == I2cMaster && (value >> 16 & 0x30) != 0 ? Idle : state.Status & ~(value >> 16);
                break;
            case Data: Put(value); break;
            case Address when Mode == I2cMaster:
                words[offset] = value;
                (state.Flags, state.Status) = (state.Flags | OnBus, Owner | NotAcknowledged);
                break;
            default: Set(offset, value, mask); break;
        }

        SetLines();
    }

    private uint Word(uint offset) => words.GetValueOrDefault(offset);

    private void Set(uint offset, uint value, uint mask)
    {
        if (offset == ControlA && (value & Reset1) != 0)
        {
            words.Clear();
            state = default;
            return;
        }

        words[offset] = Merge(Word(offset), value, mask);
        if (offset == ControlB && Mode == I2cMaster && (value >> 16 & 3) == Stop) (state.Flags, state.Status) = (state.Flags & ~3u, Idle);
        if (offset == ControlB && Mode == I2cMaster) words[offset] &= ~0x30000u;
    }

    private void Put(uint value)
    {
        if (!IsOn)
            return;
        if (Mode < 2)
        {
            Send(value);
            state.Flags |= Complete;
        }
        else if (Mode == SpiMaster)
            (state.Flags, state.Waits) = (state.Flags | Complete, (Word(ControlB) & Receives) != 0);
        else if (Mode == I2cMaster)
            (state.Flags, state.Status) = (state.Flags | OnBus, Owner | NotAcknowledged);
    }

    private void SetLines()
    {
        uint asking = Raised & state.Enabled;
        for (int i = 0; i < interrupts.Length; i++)
            host.SetInterrupt(interrupts[i], interrupts.Length == 1 ? asking != 0 : i < 3 ? (asking >> i & 1) != 0 : asking >> 3 != 0);
    }
}
