namespace McuSim.Machine.Semihosting;

/// <summary>Something a program has opened.</summary>
internal abstract class OpenFile : IDisposable
{
    /// <summary>Whether it is a console.</summary>
    internal virtual bool IsTerminal => false;

    /// <summary>Its length in bytes, or null.</summary>
    internal virtual long? Length => null;

    /// <summary>Reads; 0 at the end. Null when it cannot be read.</summary>
    internal virtual int? Read(Span<byte> bytes) => null;

    /// <summary>Writes; false when it cannot.</summary>
    internal virtual bool Write(ReadOnlySpan<byte> bytes) => false;

    /// <summary>Goes to a position; false when it cannot.</summary>
    internal virtual bool Seek(uint position) => false;

    /// <inheritdoc/>
    public virtual void Dispose()
    {
    }
}

/// <summary>":tt" opened for reading.</summary>
internal sealed class ConsoleInput(Stream input) : OpenFile
{
    internal override bool IsTerminal => true;

    internal override int? Read(Span<byte> bytes) => input.Read(bytes);
}

/// <summary>":tt" opened for writing: standard output and standard error.</summary>
internal sealed class ConsoleOutput(Stream output) : OpenFile
{
    internal override bool IsTerminal => true;

    internal override bool Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        return true;
    }
}

/// <summary>":semihosting-features": a magic number, then the bits of the extensions (Arm, "Semihosting", section 5.1).</summary>
internal sealed class FeatureFile : OpenFile
{
    // Bit 0: SYS_EXIT_EXTENDED; bit 1: standard output and error are told apart.
    private static readonly byte[] Content = [0x53, 0x48, 0x46, 0x42, 0b11];
    private int position;

    internal override long? Length => Content.Length;

    internal override int? Read(Span<byte> bytes)
    {
        int count = Math.Min(bytes.Length, Content.Length - position);
        Content.AsSpan(position, count).CopyTo(bytes);
        position += count;
        return count;
    }

    internal override bool Seek(uint to)
    {
        if (to > Content.Length)
            return false;
        position = (int)to;
        return true;
    }
}

/// <summary>A file of the host.</summary>
internal sealed class HostFile(FileStream stream, bool append) : OpenFile
{
    /// <summary>A program that writes without end must not fill the host's disk.</summary>
    private const long LargestFile = 256L << 20;

    internal override long? Length => stream.Length;

    internal override int? Read(Span<byte> bytes) => stream.CanRead ? stream.Read(bytes) : null;

    internal override bool Write(ReadOnlySpan<byte> bytes)
    {
        if (!stream.CanWrite)
            return false;
        if (append)
            stream.Seek(0, SeekOrigin.End);
        if (stream.Position + bytes.Length > LargestFile)
            return false;
        stream.Write(bytes);
        return true;
    }

    internal override bool Seek(uint position)
    {
        if (position > stream.Length)
            return false;
        stream.Position = position;
        return true;
    }

    public override void Dispose() => stream.Dispose();
}
