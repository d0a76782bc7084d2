namespace McuSim.Machine.Chips.Devices;

/// <summary>A device that keeps its registers by the rules of the chip file, and does something besides with a few of them.</summary>
internal abstract class RegisterDevice(RegisterBlock registers) : WordDevice
{
    /// <inheritdoc/>
    public override void Reset() => registers.Reset();

    /// <inheritdoc/>
    public override object Capture() => (registers.Capture(), CaptureOwn());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (object kept, object own) = ((object, object))state;
        registers.Restore(kept);
        RestoreOwn(own);
    }

    /// <summary>A register as the rules have it.</summary>
    protected uint Kept(uint offset) => registers.Peek(offset);

    /// <summary>Sets a register past the rules.</summary>
    protected void Keep(uint offset, uint value) => registers.Poke(offset, value);

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => (uint)registers.Read(offset, sizeof(uint));

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask) => registers.WriteBits(offset, value, mask);

    /// <summary>The state beside the registers.</summary>
    protected abstract object CaptureOwn();

    /// <summary>Back to a captured state.</summary>
    protected abstract void RestoreOwn(object state);
}
