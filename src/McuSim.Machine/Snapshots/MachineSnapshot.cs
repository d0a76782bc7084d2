using System.Collections.Immutable;
using McuSim.Machine.Engine;

namespace McuSim.Machine;

/// <summary>
/// A machine's state at one moment: registers, writable memory, devices, instructions executed. Belongs to the machine that made it.
/// Dispose it to free the copy of the memory.
/// </summary>
public sealed class MachineSnapshot : IDisposable
{
    internal MachineSnapshot(McuMachine machine, UnicornContext context, ImmutableArray<RegionCopy> memory, ImmutableArray<object> devices, long instructions)
    {
        Machine = machine;
        Context = context;
        Memory = memory;
        Devices = devices;
        Instructions = instructions;
    }

    internal McuMachine Machine { get; }

    internal UnicornContext Context { get; }

    internal ImmutableArray<RegionCopy> Memory { get; }

    internal ImmutableArray<object> Devices { get; }

    internal long Instructions { get; }

    /// <summary>Where the machine is in what the outside does to pins.</summary>
    internal object Pins { get; init; } = new();

    /// <summary>The code flash, when the program had changed it.</summary>
    internal RegionCopy? Flash { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Context.Dispose();
        Flash?.Dispose();
        foreach (RegionCopy copy in Memory)
            copy.Dispose();
    }
}
