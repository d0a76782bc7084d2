using System.Text;

namespace McuSim.Cli;

/// <summary>Writes the bytes that a program prints, UTF-8, to a text writer at once.</summary>
internal sealed class ProgramOutputStream(TextWriter writer) : Stream
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private bool inLine;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Ends the line that the program has begun, if any.</summary>
    public void EndLine()
    {
        if (inLine) writer.WriteLine();
        inLine = false;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length == 0) return;
        var text = new char[decoder.GetCharCount(buffer, flush: false)];
        decoder.GetChars(buffer, text, flush: false);
        writer.Write(text);
        inLine = buffer[^1] != (byte)'\n';
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => writer.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
