using System.Text;

namespace McuSim.Measurement;

/// <summary>Hands on what a program prints, and keeps the first of it for the report.</summary>
internal sealed class RecordedOutput(Stream next) : Stream
{
    private const int KeptBytes = 64 * 1024;
    private readonly MemoryStream kept = new();
    private long bytes;

    /// <summary>What was printed.</summary>
    public ProgramOutput Printed => new(Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length), bytes, bytes == kept.Length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        bytes += buffer.Length;
        kept.Write(buffer[..(int)Math.Min(buffer.Length, KeptBytes - kept.Length)]);
        next.Write(buffer);
        next.Flush();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => next.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
