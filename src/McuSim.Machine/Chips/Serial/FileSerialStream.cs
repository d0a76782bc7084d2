using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Gives the chip the bytes of one file and writes what it sends to another, PATH.out.</summary>
public sealed class FileSerialStream : ISerialStream, IDisposable
{
    private readonly FileStream? input;
    private readonly FileStream output;
    private int next = -1;

    /// <summary>Opens the files.</summary>
    /// <param name="path">The file to read; it may be missing. What the chip sends goes to this path with <c>.out</c> behind it.</param>
    /// <exception cref="McuSimException">The files cannot be opened (exit code 2).</exception>
    public FileSerialStream(string path)
    {
        try
        {
            input = File.Exists(path) ? File.OpenRead(path) : null;
            output = File.Create(path + ".out");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            input?.Dispose();
            throw McuSimException.BadInput($"The serial file {path} cannot be opened: {e.Message}", e);
        }

        next = input?.ReadByte() ?? -1;
    }

    /// <inheritdoc/>
    public bool MayReceive => next >= 0;

    /// <inheritdoc/>
    public bool TryReceive(out byte value)
    {
        value = (byte)next;
        if (next < 0)
            return false;
        next = input!.ReadByte();
        return true;
    }

    /// <inheritdoc/>
    public void Send(byte value) => output.WriteByte(value);

    /// <inheritdoc/>
    public void Dispose()
    {
        input?.Dispose();
        output.Dispose();
    }
}
