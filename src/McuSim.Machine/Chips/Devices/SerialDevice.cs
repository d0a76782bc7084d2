using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// What all serial ports do: send at once, and receive one byte at a time. The first byte after the chip sent something comes a while later,
/// as from a person or a program that answers: firmware that answers from its receive interrupt is not interrupted in the middle of sending.
/// </summary>
internal abstract class SerialDevice(string name, int? interrupt, IDeviceHost host, SerialRouter router) : WordDevice, ITimedDevice, IDmaSource
{
    private const ulong CyclesToAnswer = 20_000;
    private const ulong CyclesBetweenBytes = 2_000;

    private Receiver receiver;

    /// <inheritdoc/>
    public ulong NextEvent => !receiver.Full && ReceiverOn && (receiver.EndsBurst || router.For(name) is { MayReceive: true }) ? receiver.NotBefore : ulong.MaxValue;

    /// <summary>Whether a received byte waits.</summary>
    protected bool HasByte => receiver.Full;

    /// <summary>Whether the program has switched the receiver on.</summary>
    protected abstract bool ReceiverOn { get; }

    /// <summary>Whether the device asks for service.</summary>
    protected abstract bool Asking { get; }

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        if (NextEvent > now)
            return;
        if (router.For(name) is { MayReceive: true } stream && stream.TryReceive(out byte value))
        {
            receiver = receiver with { Full = true, Byte = value, EndsBurst = true };
            Arrived();
        }
        else
        {
            if (receiver.EndsBurst) BecameIdle();
            receiver = receiver with { NotBefore = now + CyclesToAnswer, EndsBurst = false };
        }

        UpdateInterrupt();
    }

    /// <inheritdoc/>
    public override void Reset()
    {
        receiver = default;
        UpdateInterrupt();
    }

    /// <summary>A byte came.</summary>
    protected virtual void Arrived()
    {
    }

    /// <summary>No byte follows those that came.</summary>
    protected virtual void BecameIdle()
    {
    }

    /// <inheritdoc/>
    public ulong ReadyAt(uint offset)
    {
        if (offset != DataOffset)
            return 0;
        return receiver.Full ? 0 : ReceiverOn ? NextEvent : ulong.MaxValue;
    }

    /// <summary>Where received bytes are read, for DMA.</summary>
    protected virtual uint DataOffset => 0;

    /// <summary>Looks for a byte that is due; called when the program asks for the status.</summary>
    protected void Refresh()
    {
        if (NextEvent != ulong.MaxValue && host.Now is var now && NextEvent <= now)
            Elapse(now);
    }

    /// <summary>Sends a byte.</summary>
    protected void Send(uint value)
    {
        router.ForSending(name)?.Send((byte)value);
        receiver = receiver with { NotBefore = Math.Max(receiver.NotBefore, host.Now + CyclesToAnswer) };
    }

    /// <summary>Takes the byte received.</summary>
    protected byte Take()
    {
        Refresh();
        if (receiver.Full)
            receiver = receiver with { Full = false, NotBefore = Math.Max(receiver.NotBefore, host.Now + CyclesBetweenBytes) };
        UpdateInterrupt();
        return receiver.Byte;
    }

    /// <summary>Sets the interrupt line as <see cref="Asking"/> says.</summary>
    protected void UpdateInterrupt()
    {
        if (interrupt is { } line)
            host.SetInterrupt(line, Asking);
    }

    /// <summary>The receiver's state.</summary>
    protected object CaptureReceiver() => receiver;

    /// <summary>Back to a captured state.</summary>
    protected void RestoreReceiver(object state)
    {
        receiver = (Receiver)state;
        UpdateInterrupt();
    }

    private readonly record struct Receiver(bool Full, byte Byte, ulong NotBefore, bool EndsBurst);
}
