using System.Net;
using System.Net.Sockets;
using McuSim.Common;

namespace McuSim.Machine.Debugging;

/// <summary>How a debugger's session ended.</summary>
public enum GdbEnd
{
    /// <summary>The program ended itself.</summary>
    Exited,

    /// <summary>The debugger killed the program, or the run was cancelled.</summary>
    Killed,

    /// <summary>The debugger let the program go on alone.</summary>
    Detached,
}

/// <summary>Serves one debugger (gdb-multiarch, arm-none-eabi-gdb, an IDE) over TCP, on the loopback address only.</summary>
public sealed class GdbServer : IDisposable
{
    private readonly TcpListener listener;

    /// <summary>Begins to listen.</summary>
    /// <param name="port">The port, or 0 for any free one.</param>
    /// <exception cref="McuSimException">The port cannot be had (exit code 2).</exception>
    public GdbServer(int port)
    {
        try
        {
            listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start(1);
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            throw McuSimException.BadInput($"TCP port {port} cannot be opened on 127.0.0.1 for the debugger: {e.Message}; name another one.", e);
        }

        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The port it listens on.</summary>
    public int Port { get; }

    /// <summary>Waits for a debugger and does what it says until the program or the session ends.</summary>
    /// <param name="machine">A machine made with <see cref="MachineOptions.Debuggable"/>, stopped.</param>
    /// <param name="exitCode">The program's exit code once it has ended itself.</param>
    /// <param name="cancellation">Ends the session.</param>
    public GdbEnd Serve(McuMachine machine, Func<int?> exitCode, CancellationToken cancellation)
    {
        try
        {
            using Socket socket = listener.AcceptSocketAsync(cancellation).AsTask().GetAwaiter().GetResult();
            using var connection = new GdbConnection(socket);
            return new GdbSession(connection, machine, exitCode).Serve(cancellation);
        }
        catch (OperationCanceledException)
        {
            return GdbEnd.Killed;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Stop();
}
