using System.Collections.Immutable;
using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine.Chips;
using McuSim.Machine.Engine;
using McuSim.Machine.Execution;
using McuSim.Machine.Memory;

namespace McuSim.Machine.System;

/// <summary>Puts devices at the addresses that the board gives to peripherals, and the private peripheral bus where every Cortex-M has it.</summary>
internal static class DeviceMap
{
    private const uint PageSize = 1024;
    private const uint PeripheralStart = 0x4000_0000;

    /// <summary>Checks that the board's peripherals can be connected.</summary>
    /// <exception cref="McuSimException">They cannot (exit code 2).</exception>
    internal static void Check(Board board)
    {
        foreach (MemoryRegion region in Peripherals(board))
        {
            if (region.Start % PageSize != 0 || region.Size % PageSize != 0 || region.Size == 0)
                throw McuSimException.BadInput($"Board {board.Name}: peripheral region {region.Name} must begin and end at a multiple of {PageSize} bytes.");
            foreach (MemoryRegion other in board.Regions)
            {
                if (!ReferenceEquals(region, other) && region.Start < other.End && other.Start < region.End)
                    throw McuSimException.BadInput($"Board {board.Name}: peripheral region {region.Name} overlaps region {other.Name}.");
            }
        }

        foreach (MemoryRegion region in board.Regions)
        {
            if (region.Start < PrivatePeripheralBus.Start + PrivatePeripheralBus.Size && region.End > PrivatePeripheralBus.Start)
                throw McuSimException.BadInput($"Board {board.Name}: region {region.Name} covers the private peripheral bus at 0xE0000000, which McuSim provides.");
        }
    }

    /// <summary>Connects the devices; the private peripheral bus comes first.</summary>
    internal static ImmutableArray<DevicePort> Connect(
        Board board, MemoryMap memory, UnicornEngine engine, Executor executor, PrivatePeripheralBus privateBus, Chip chip)
    {
        var ports = ImmutableArray.CreateBuilder<DevicePort>();
        ports.Add(new DevicePort(engine, executor, chip.CoreArea.IsEmpty ? privateBus : new VendorArea(privateBus, chip.CoreArea), PrivatePeripheralBus.Start, PrivatePeripheralBus.Size));
        foreach ((MemoryRegion region, PeripheralRegion device) in Peripherals(board).Zip(chip.Regions))
            ports.Add(new DevicePort(engine, executor, HasBits(board, region) ? new BitBandedPeripherals(device) : device, region.Start, region.Size));
        const uint bits = BitBandedMemory.Start + BitBand.Distance;
        if (HasBitBand(board) && !board.Regions.Any(r => r.Start < bits + BitBand.Size && r.End > bits))
            ports.Add(new DevicePort(engine, executor, new BitBandedMemory(memory), bits, BitBand.Size));
        return ports.ToImmutable();
    }

    private static bool HasBitBand(Board board) => board.Core.Kind is CoreKind.CortexM3 or CoreKind.CortexM4;

    private static bool HasBits(Board board, MemoryRegion region) =>
        HasBitBand(board) && region.Start == PeripheralStart && region.Size >= BitBand.Distance + BitBand.Size;

    private static IEnumerable<MemoryRegion> Peripherals(Board board) => board.Regions.Where(r => r.Kind == MemoryKind.Peripheral);
}
