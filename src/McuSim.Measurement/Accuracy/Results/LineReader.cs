namespace McuSim.Measurement;

/// <summary>Reads the lines of a stream with the places where they end.</summary>
/// <param name="stream">Read from its position on.</param>
internal sealed class LineReader(Stream stream)
{
    private const int MaxLine = 256 << 20;

    private byte[] buffer = new byte[1 << 16];
    private int start, filled;

    /// <summary>Where in the stream the line ends, its line feed included.</summary>
    public long End { get; private set; } = stream.Position;

    /// <summary>The next line without its line feed; empty and false at the end, and for a last line without a line feed.</summary>
    /// <exception cref="IOException">The stream cannot be read, or a line is longer than 256 MB.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int found = buffer.AsSpan(start + searched, filled - start - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                int length = searched + found;
                line = buffer.AsSpan(start, length);
                start += length + 1;
                End += length + 1;
                return true;
            }

            searched = filled - start;
            if (!Fill())
            {
                line = default;
                return false;
            }
        }
    }

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            start = 0;
        }

        if (filled == buffer.Length)
        {
            if (filled >= MaxLine) throw new IOException("a line is longer than 256 MB");
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int read = stream.Read(buffer, filled, buffer.Length - filled);
        filled += read;
        return read > 0;
    }
}
