using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace McuSim.Machine.Debugging;

/// <summary>
/// Packets of the GDB remote serial protocol ("Debugging with GDB", appendix E) over a socket: <c>$data#checksum</c>, acknowledged with + until the
/// client asks for no acknowledgements; the byte 3 between packets is Ctrl-C.
/// </summary>
internal sealed class GdbConnection : IDisposable
{
    private readonly Socket socket;
    private readonly Channel<string> packets = Channel.CreateUnbounded<string>();
    private readonly Lock sending = new();
    private readonly Lock interrupting = new();
    private volatile bool acknowledges = true;
    private Action? onInterrupt;
    private bool isInterrupted;

    internal GdbConnection(Socket socket)
    {
        this.socket = socket;
        socket.NoDelay = true;
        _ = Task.Run(Receive);
    }

    /// <summary>
    /// Has an action called, on another thread, at Ctrl-C or when the client goes away; at once when that happened since the last call. Null when it is no
    /// longer to be called.
    /// </summary>
    internal void OnInterrupt(Action? action)
    {
        lock (interrupting)
        {
            onInterrupt = action;
            if (isInterrupted) action?.Invoke();
            isInterrupted = false;
        }
    }

    /// <summary>The next packet's data, or null when the client is gone.</summary>
    internal string? Read(CancellationToken cancellation)
    {
        try
        {
            return packets.Reader.ReadAsync(cancellation).AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    /// <summary>Sends a packet.</summary>
    internal void Send(string data)
    {
        var text = new StringBuilder("$").Append(data).Append('#');
        byte sum = 0;
        foreach (char c in data)
            sum += (byte)c;
        Write(text.Append(sum.ToString("x2", null)).ToString());
    }

    /// <summary>From now on neither side acknowledges packets.</summary>
    internal void StopAcknowledging() => acknowledges = false;

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private void Interrupt()
    {
        lock (interrupting)
        {
            isInterrupted = onInterrupt is null;
            onInterrupt?.Invoke();
        }
    }

    private void Write(string text)
    {
        try
        {
            lock (sending) socket.Send(Encoding.Latin1.GetBytes(text));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            packets.Writer.TryComplete();
        }
    }

    private async Task Receive()
    {
        var buffer = new byte[1 << 14];
        var data = new StringBuilder();
        int state = 0; // 0 between packets, 1 inside, 2 and 3 in the checksum
        try
        {
            int count;
            while ((count = await socket.ReceiveAsync(buffer)) > 0)
            {
                for (int i = 0; i < count; i++)
                {
                    byte b = buffer[i];
                    if (state == 0 && b == 3) Interrupt();
                    if (state == 0 && b == '$') (state, _) = (1, data.Clear());
                    else if (state == 1 && b == '#') state = 2;
                    else if (state == 1) data.Append((char)b);
                    else if (state == 2) state = 3;
                    else if (state == 3)
                    {
                        state = 0;
                        if (acknowledges) Write("+");
                        await packets.Writer.WriteAsync(data.ToString());
                    }
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or ChannelClosedException)
        {
            // The client is gone.
        }

        packets.Writer.TryComplete();
        Interrupt();
    }
}
