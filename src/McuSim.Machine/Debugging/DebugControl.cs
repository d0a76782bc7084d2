using System.Buffers.Binary;
using System.Collections.Immutable;
using McuSim.Machine.Execution;
using McuSim.Machine.Memory;
using McuSim.Machine.System;

namespace McuSim.Machine.Debugging;

/// <summary>Breakpoints and watchpoints of a machine made with <see cref="MachineOptions.Debuggable"/>. Change them while the machine is stopped.</summary>
public sealed unsafe class DebugControl : IDisposable
{
    private readonly HashSet<uint> breakpoints = [];
    private readonly List<Watchpoint> watchpoints = [];
    private readonly Executor executor;
    private readonly MemoryMap memories;
    private readonly ImmutableArray<DevicePort> devices;
    private readonly HostMemory hostMemory = new((nuint)sizeof(DebugState));
    private readonly DebugState* state;

    internal DebugControl(Executor executor, MemoryMap memories, ImmutableArray<DevicePort> devices)
    {
        this.executor = executor;
        this.memories = memories;
        this.devices = devices;
        state = (DebugState*)hostMemory.Pointer;
        state->Resumed = 1;
        executor.State->Debug = state;
        executor.Debug = this;
    }

    /// <summary>The address of the watched access that ended the last run with <see cref="StopReason.Watchpoint"/>.</summary>
    public uint WatchedAddress => state->WatchedAddress;

    /// <summary>The watchpoints.</summary>
    public IReadOnlyList<Watchpoint> Watchpoints => watchpoints;

    /// <summary>Runs end before the instruction at the address with <see cref="StopReason.Breakpoint"/>, unless they begin with it.</summary>
    /// <param name="address">The instruction's address, without the Thumb bit.</param>
    public void AddBreakpoint(uint address)
    {
        breakpoints.Add(address);
        WriteFilter();
    }

    /// <summary>Takes a breakpoint away.</summary>
    public void RemoveBreakpoint(uint address)
    {
        breakpoints.Remove(address);
        WriteFilter();
    }

    /// <summary>Runs end after an access with <see cref="StopReason.Watchpoint"/>. False when there are too many (16).</summary>
    public bool AddWatchpoint(Watchpoint watchpoint)
    {
        if (watchpoints.Count == DebugState.MostWatchpoints) return false;
        watchpoints.Add(watchpoint);
        WriteWatches();
        return true;
    }

    /// <summary>Takes a watchpoint away.</summary>
    public void RemoveWatchpoint(Watchpoint watchpoint)
    {
        watchpoints.Remove(watchpoint);
        WriteWatches();
    }

    /// <summary>Reads memory, or registers of devices just as the program would: that may change them.</summary>
    /// <returns>False where there is neither.</returns>
    public bool TryRead(uint address, Span<byte> destination)
    {
        if (memories.TryRead(address, destination)) return true;
        Span<byte> value = stackalloc byte[8];
        while (destination.Length > 0)
        {
            if (PortAt(address) is not { } port) return false;
            int size = SizeAt(address, destination.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(value, port.Read(address - port.Start, size));
            value[..size].CopyTo(destination);
            destination = destination[size..];
            address += (uint)size;
        }

        return true;
    }

    /// <summary>Writes any memory, flash too, or registers of devices just as the program would.</summary>
    /// <returns>False where there is neither.</returns>
    public bool TryWrite(uint address, ReadOnlySpan<byte> bytes)
    {
        if (memories.Find(address, bytes.Length) is { } region)
        {
            bytes.CopyTo(region.Span(address, bytes.Length));
            executor.CodeChanged(region, address, (uint)bytes.Length);
            return true;
        }

        Span<byte> value = stackalloc byte[8];
        while (bytes.Length > 0)
        {
            if (PortAt(address) is not { } port) return false;
            int size = SizeAt(address, bytes.Length);
            value.Clear();
            bytes[..size].CopyTo(value);
            port.Write(address - port.Start, size, BinaryPrimitives.ReadUInt64LittleEndian(value));
            bytes = bytes[size..];
            address += (uint)size;
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => hostMemory.Dispose();

    /// <summary>Before a run.</summary>
    /// <param name="programCounter">Where it begins.</param>
    /// <param name="steps">After how many instructions it ends, or 0.</param>
    internal void Begin(uint programCounter, uint steps)
    {
        state->Resumed = programCounter & ~1u;
        state->StepsLeft = steps;
        state->WatchHit = 0;
    }

    /// <summary>Whether, and why, the run ends before an instruction.</summary>
    internal StopReason? ReasonToStop(uint address, bool steps)
    {
        if (state->WatchHit != 0) return StopReason.Watchpoint;
        return breakpoints.Contains(address) ? StopReason.Breakpoint : steps ? StopReason.Stepped : null;
    }

    private static int SizeAt(uint address, int left) => (address & 3) == 0 && left >= 4 ? 4 : (address & 1) == 0 && left >= 2 ? 2 : 1;

    private DevicePort? PortAt(uint address) => devices.FirstOrDefault(port => address - port.Start < port.Size);

    private void WriteFilter()
    {
        new Span<ulong>(state->Filter, DebugState.FilterBits / 64).Clear();
        foreach (uint address in breakpoints)
            state->Filter[DebugState.FilterBit(address) >> 6] |= 1ul << (DebugState.FilterBit(address) & 63);
    }

    private void WriteWatches()
    {
        state->WatchCount = watchpoints.Count;
        for (int i = 0; i < watchpoints.Count; i++)
        {
            state->Watches[3 * i] = watchpoints[i].Address;
            state->Watches[(3 * i) + 1] = watchpoints[i].Length;
            state->Watches[(3 * i) + 2] = (uint)watchpoints[i].Kind;
        }
    }
}

/// <summary>Bytes that are watched.</summary>
/// <param name="Address">The first byte.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Kind">Which accesses count.</param>
public readonly record struct Watchpoint(uint Address, uint Length, WatchKind Kind);

/// <summary>Accesses that a <see cref="Watchpoint"/> sees.</summary>
[Flags]
public enum WatchKind
{
    /// <summary>Loads.</summary>
    Read = 1,

    /// <summary>Stores.</summary>
    Write = 2,

    /// <summary>Both.</summary>
    Access = Read | Write,
}
