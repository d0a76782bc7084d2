using System.Collections.Immutable;

using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>A pin that the program drove.</summary>
/// <param name="Name">Such as PA5.</param>
/// <param name="Changes">How often its output changed.</param>
/// <param name="High">Its level at the end.</param>
/// <param name="LastChange">The core cycle of the last change.</param>
public sealed record PinUse(string Name, long Changes, bool High, long LastChange);

/// <summary>Counts what a program does to its output pins.</summary>
internal sealed class PinWatch
{
    private readonly SortedDictionary<(string Port, int Pin), (long Changes, bool High, ulong Last)> pins =
        new(Comparer<(string Port, int Pin)>.Create((a, b) => string.CompareOrdinal(a.Port, b.Port) is var order and not 0 ? order : a.Pin.CompareTo(b.Pin)));

    /// <summary>The pins, by port and number.</summary>
    public ImmutableArray<PinUse> Pins => [.. pins.Select(p => new PinUse(PinInput.Name(p.Key.Port, p.Key.Pin), p.Value.Changes, p.Value.High, (long)p.Value.Last))];

    /// <summary>A pin's output changed.</summary>
    public void Changed(PinChange change) =>
        pins[(change.Port, change.Pin)] = ((pins.TryGetValue((change.Port, change.Pin), out var before) ? before.Changes : 0) + 1, change.High, change.Cycle);
}
