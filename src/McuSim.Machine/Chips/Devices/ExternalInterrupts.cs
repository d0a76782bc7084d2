using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// The interrupts of an STM32's pins and of software (lines 0 to 15). Sources: ST RM0390, chapter 10 (IMR first); ST RM0444, chapter 13 (a pending register for each edge); ST RM0433,
/// chapter 20, and RM0434, chapter 15 (one pending register, IMR at 0x80).
/// </summary>
/// <param name="layout">Where the registers are.</param>
/// <param name="interrupts">The interrupt of each line.</param>
/// <param name="host">Interrupts.</param>
/// <param name="registers">Its registers.</param>
internal sealed class ExternalInterrupts(ExternalInterruptLayout layout, ImmutableArray<int> interrupts, IDeviceHost host, RegisterBlock registers) : RegisterDevice(registers)
{
    private readonly uint mask = layout.Mask, rising = layout.Rising, falling = layout.Rising + 4, software = layout.Rising + 8, pending = layout.Pending;
    private readonly bool second = layout.SplitsEdges;
    private const uint PendingFalling = 0x10;

    private (uint Rising, uint Falling) state;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        state = default;
        SetLines();
    }

    /// <summary>A pin's level changed.</summary>
    internal void Edge(int pin, bool isHigh)
    {
        uint line = 1u << pin;
        if (isHigh && (Kept(rising) & line) != 0) state.Rising |= line;
        if (!isHigh && (Kept(falling) & line) != 0 && second) state.Falling |= line;
        if (!isHigh && (Kept(falling) & line) != 0 && !second) state.Rising |= line;
        SetLines();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => state;

    /// <inheritdoc/>
    protected override void RestoreOwn(object captured)
    {
        state = ((uint, uint))captured;
        SetLines();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) =>
        offset == pending ? state.Rising : second && offset == PendingFalling ? state.Falling : base.ReadWord(offset);

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint bits)
    {
        value &= bits;
        if (offset == pending)
        {
            state.Rising &= ~value;
            Keep(software, Kept(software) & ~value);
        }
        else if (second && offset == PendingFalling)
            state.Falling &= ~value;
        else
            base.WriteWord(offset, value, bits);
        if (offset == software) state.Rising |= value & (second ? ~0u : Kept(mask));
        if (second && offset == software) Keep(software, 0);
        SetLines();
    }

    private void SetLines()
    {
        uint asking = (state.Rising | state.Falling) & Kept(mask);
        foreach (int interrupt in interrupts.Distinct())
        {
            bool asks = false;
            for (int line = 0; line < interrupts.Length; line++)
                asks |= interrupts[line] == interrupt && (asking >> line & 1) != 0;
            host.SetInterrupt(interrupt, asks);
        }
    }
}

/// <summary>Where the registers of EXTI are: RTSR, FTSR and SWIER follow one another.</summary>
/// <param name="Mask">IMR.</param>
/// <param name="Rising">RTSR.</param>
/// <param name="Pending">PR, or RPR.</param>
/// <param name="SplitsEdges">Whether FPR follows RPR.</param>
internal sealed record ExternalInterruptLayout(uint Mask, uint Rising, uint Pending, bool SplitsEdges)
{
    /// <summary>The layout that a chip file names.</summary>
    internal static ExternalInterruptLayout Of(string device) => device switch
    {
        "exti-v2" => new(0x80, 0x00, 0x0C, true),
        "exti-h7" => new(0x80, 0x00, 0x88, false),
        "exti-wb" => new(0x80, 0x00, 0x0C, false),
        _ => new(0x00, 0x08, 0x14, false),
    };
}
