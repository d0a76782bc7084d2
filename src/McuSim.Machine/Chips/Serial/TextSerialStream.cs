namespace McuSim.Machine;

/// <summary>Writes what the chip sends, byte by byte, to a stream such as standard output. Nothing comes back.</summary>
/// <param name="output">Where the bytes go; the caller closes it.</param>
public sealed class TextSerialStream(Stream output) : ISerialStream
{
    /// <inheritdoc/>
    public bool MayReceive => false;

    /// <inheritdoc/>
    public bool TryReceive(out byte value)
    {
        value = 0;
        return false;
    }

    /// <inheritdoc/>
    public void Send(byte value)
    {
        output.WriteByte(value);
        if (value == '\n')
            output.Flush();
    }
}
