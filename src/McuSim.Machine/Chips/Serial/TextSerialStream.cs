namespace McuSim.Machine;

/// <summary>Writes what the chip sends, byte by byte, to a stream such as standard output, and gives it what is typed, if anybody can.</summary>
/// <param name="output">Where the bytes go; the caller closes it.</param>
/// <param name="input">What the chip receives, or null for nothing.</param>
public sealed class TextSerialStream(Stream output, InputQueue? input = null) : ISerialStream
{
    /// <inheritdoc/>
    public bool MayReceive => input is { Ended: false };

    /// <inheritdoc/>
    public bool TryReceive(out byte value)
    {
        value = 0;
        return input is not null && input.TryTake(out value);
    }

    /// <inheritdoc/>
    public void Send(byte value)
    {
        output.WriteByte(value);
        if (value == '\n')
            output.Flush();
    }
}
