namespace McuSim.Machine;

/// <summary>The other end of a serial line of the chip.</summary>
public interface ISerialStream
{
    /// <summary>Whether anything can still come; when false, the line is never asked again.</summary>
    bool MayReceive => true;

    /// <summary>Takes the next byte for the chip, if one is there. Must not wait.</summary>
    bool TryReceive(out byte value);

    /// <summary>Takes a byte that the chip sent. Must not wait.</summary>
    void Send(byte value);
}
