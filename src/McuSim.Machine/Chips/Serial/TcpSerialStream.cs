using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>
/// A serial line at a TCP port of this computer. It listens on the loopback address only and serves one client at a time; what the chip sends
/// while nobody listens is lost, as on a line with nothing plugged in.
/// </summary>
public sealed class TcpSerialStream : ISerialStream, IDisposable
{
    private const int MostWaiting = 1 << 16;

    private readonly TcpListener listener;
    private readonly ConcurrentQueue<byte> received = new();
    private readonly CancellationTokenSource closing = new();
    private volatile Socket? client;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">The port, or 0 for any free one.</param>
    /// <exception cref="McuSimException">The port cannot be had (exit code 2).</exception>
    public TcpSerialStream(int port)
    {
        try
        {
            listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start(1);
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            throw McuSimException.BadInput($"TCP port {port} cannot be opened on 127.0.0.1: {e.Message}", e);
        }

        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = Task.Run(Serve);
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public bool TryReceive(out byte value) => received.TryDequeue(out value);

    /// <inheritdoc/>
    public void Send(byte value)
    {
        try
        {
            client?.Send([value]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            client = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closing.Cancel();
        listener.Stop();
        client?.Dispose();
        closing.Dispose();
    }

    private async Task Serve()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                using Socket socket = await listener.AcceptSocketAsync(closing.Token);
                socket.NoDelay = true;
                socket.Blocking = true;
                socket.SendTimeout = 1000;
                client = socket;
                int count;
                while ((count = await Receive(socket, buffer)) > 0)
                {
                    foreach (byte b in buffer.AsSpan(0, count))
                        received.Enqueue(b);
                    while (received.Count > MostWaiting)
                        await Task.Delay(1, closing.Token);
                }

                client = null;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            client = null; // closed
        }
    }

    private async Task<int> Receive(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, SocketFlags.None, closing.Token);
        }
        catch (SocketException)
        {
            return 0; // The client went away.
        }
    }
}
