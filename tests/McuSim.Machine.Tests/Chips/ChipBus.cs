using McuSim.Boards;
using McuSim.Machine;
using McuSim.Machine.Chips;

namespace McuSim.Tests.Machine.Chips;

/// <summary>The peripherals of a board, accessed by address without a processor.</summary>
internal sealed class ChipBus
{
    internal ChipBus(string board, MachineOptions? options = null, FirmwareImage? image = null)
    {
        Board = BoardCatalog.Load(board);
        Chip = new Chip(Board, Host, options ?? MachineOptions.Default, image: image);
    }

    internal Board Board { get; }

    internal FakeHost Host { get; } = new();

    internal Chip Chip { get; }

    internal uint this[string register]
    {
        get => this[Address(register)];
        set => this[Address(register)] = value;
    }

    internal uint this[uint address]
    {
        get => (uint)Read(address, 4);
        set => Write(address, 4, value);
    }

    internal ulong Read(uint address, int size)
    {
        (PeripheralRegion region, uint start) = At(address);
        return region.Read(address - start, size);
    }

    internal void Write(uint address, int size, ulong value)
    {
        (PeripheralRegion region, uint start) = At(address);
        region.Write(address - start, size, value);
    }

    /// <summary>Sets bits.</summary>
    internal void Set(string register, uint bits) => this[register] |= bits;

    /// <summary>Polls until bits have a value, as firmware does, but not for ever.</summary>
    internal void Await(string register, uint mask, uint value)
    {
        for (int i = 0; i < 10; i++)
        {
            if ((this[register] & mask) == value)
                return;
        }

        Assert.Fail($"{Board.Name}: {register} & 0x{mask:X} stays 0x{this[register] & mask:X}, not 0x{value:X}");
    }

    /// <summary>Time passes, and devices do what is due.</summary>
    internal void Pass(ulong cycles)
    {
        Host.Now += cycles;
        foreach (PeripheralRegion region in Chip.Regions)
        {
            if (region.NextEvent <= Host.Now)
                region.Elapse(Host.Now);
        }
    }

    internal uint Address(string register)
    {
        string[] parts = register.Split('.');
        ChipPeripheral peripheral = Board.Chip!.Peripherals.Single(p => p.Name == parts[0]);
        return peripheral.Start + (parts.Length == 1 ? 0 : parts[1].StartsWith('+')
            ? Convert.ToUInt32(parts[1][1..], 16)
            : peripheral.Registers.Single(r => r.Name == parts[1]).Offset);
    }

    private (PeripheralRegion Region, uint Start) At(uint address)
    {
        MemoryRegion[] regions = [.. Board.Regions.Where(r => r.Kind == MemoryKind.Peripheral)];
        int index = Array.FindIndex(regions, r => r.Contains(address));
        return index >= 0 ? (Chip.Regions[index], regions[index].Start) : (Chip.CoreArea, 0xE000_0000);
    }
}
