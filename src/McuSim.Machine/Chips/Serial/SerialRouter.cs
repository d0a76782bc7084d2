namespace McuSim.Machine.Chips;

/// <summary>Decides which stream a serial device talks to: the one named for it, else the console if no other device has claimed it.</summary>
internal sealed class SerialRouter(MachineOptions options)
{
    private string? onConsole;

    /// <summary>The stream of a device, or null while it has none.</summary>
    internal ISerialStream? For(string device) =>
        options.Serial.GetValueOrDefault(device) ?? (onConsole == device ? options.Console : null);

    /// <summary>The stream that a device sends to; the first device without a stream of its own takes the console.</summary>
    internal ISerialStream? ForSending(string device)
    {
        if (!options.Serial.ContainsKey(device))
            onConsole ??= device;
        return For(device);
    }
}
