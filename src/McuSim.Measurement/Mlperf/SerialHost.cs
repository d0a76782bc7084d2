using System.Text;

using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>The host's end of a serial line: sends commands and collects what the device prints.</summary>
internal sealed class SerialHost : ISerialStream
{
    private readonly Queue<byte> toDevice = new();
    private readonly StringBuilder fromDevice = new();

    /// <summary>Everything printed since the last command.</summary>
    public string Text => fromDevice.ToString();

    /// <summary>Queues a command and forgets what was printed before.</summary>
    public void Command(string text)
    {
        fromDevice.Clear();
        foreach (byte value in Encoding.ASCII.GetBytes(text)) toDevice.Enqueue(value);
    }

    /// <inheritdoc/>
    public bool TryReceive(out byte value) => toDevice.TryDequeue(out value);

    /// <inheritdoc/>
    public void Send(byte value) => fromDevice.Append((char)value);
}
