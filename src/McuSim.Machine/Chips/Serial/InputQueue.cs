using System.Collections.Concurrent;
using System.Diagnostics;

namespace McuSim.Machine;

/// <summary>
/// A stream such as standard input, read on a thread of its own from the first request on: a program that waits for a person to type can be ended
/// by a limit, and a serial port can look without waiting. Reading gives what is there, and waits only while nothing is.
/// </summary>
/// <param name="source">What is read; the caller closes it, if it can be closed while it waits.</param>
public sealed class InputQueue(Stream source) : Stream
{
    private const int MostWaiting = 1 << 16;
    private const int FirstLookMilliseconds = 200;

    private readonly BlockingCollection<byte> bytes = new(MostWaiting);
    private CancellationToken cancellation;
    private long deadline = long.MaxValue;
    private bool started;

    /// <summary>Whether the source is at its end and everything was taken.</summary>
    public bool Ended => bytes.IsCompleted;

    /// <summary>Whether a reader gave up, because the time was over or the run was cancelled. The source may still give something.</summary>
    public bool GaveUp { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>From now on nobody waits for longer than this.</summary>
    /// <param name="time">How long, or null for ever.</param>
    /// <param name="token">Ends the waiting.</param>
    public void Limit(TimeSpan? time, CancellationToken token)
    {
        cancellation = token;
        deadline = time is { } most ? Stopwatch.GetTimestamp() + (long)(most.TotalSeconds * Stopwatch.Frequency) : long.MaxValue;
    }

    /// <summary>Takes the next byte if one is there. Only the first look waits a moment, so that a file or a pipe has its first bytes ready.</summary>
    public bool TryTake(out byte value)
    {
        int wait = started ? 0 : FirstLookMilliseconds;
        Start();
        return bytes.TryTake(out value, wait);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0 || !Wait(out buffer[0]))
            return 0;
        int count = 1;
        while (count < buffer.Length && buffer[count - 1] != '\n' && bytes.TryTake(out buffer[count]))
            count++;
        return count;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private bool Wait(out byte value)
    {
        Start();
        int milliseconds = Timeout.Infinite;
        if (deadline != long.MaxValue)
            milliseconds = (int)Math.Clamp((deadline - Stopwatch.GetTimestamp()) * 1000.0 / Stopwatch.Frequency, 0, int.MaxValue);
        try
        {
            if (bytes.TryTake(out value, milliseconds, cancellation))
                return true;
            GaveUp = !bytes.IsCompleted;
        }
        catch (OperationCanceledException)
        {
            value = 0;
            GaveUp = true;
        }

        return false;
    }

    private void Start()
    {
        if (started)
            return;
        started = true;
        new Thread(Pump) { IsBackground = true, Name = "standard input" }.Start();
    }

    private void Pump()
    {
        var buffer = new byte[4096];
        try
        {
            while (source.Read(buffer) is > 0 and int count)
            {
                for (int i = 0; i < count; i++)
                    bytes.Add(buffer[i]);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // A terminal that goes away is the end of the input.
        }

        bytes.CompleteAdding();
    }
}
