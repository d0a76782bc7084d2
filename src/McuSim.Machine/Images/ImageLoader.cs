using System.Buffers.Binary;
using System.Globalization;
using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine.Memory;

namespace McuSim.Machine;

/// <summary>Puts an image into the board's memories, as a programmer puts it into the chip.</summary>
internal sealed unsafe class ImageLoader(Board board, FirmwareImage image, MemoryMap memory)
{
    private const byte Erased = 0xFF;
    private const int MostNames = 6;
    private const uint SecondStageLoader = 0x100;
    private const uint BootHeader = 0x1000, BootHeaderTag = 0x0020_00D1;

    /// <summary>Erases flash and stores the image's bytes in it.</summary>
    /// <exception cref="McuSimException">A segment lies outside the board's memories (exit code 2).</exception>
    internal void Program()
    {
        foreach (MappedRegion region in memory.Regions.Where(r => !r.Region.Writable && r.Region.AliasOf is null))
            new Span<byte>(region.At(region.Region.Start), (int)region.Region.Size).Fill(Erased);
        Store(_ => true);
    }

    /// <summary>Clears RAM, and stores again what the image places there (a debugger's download).</summary>
    internal void ResetRam()
    {
        foreach (MappedRegion region in memory.Writable)
            new Span<byte>(region.At(region.Region.Start), (int)region.Region.Size).Clear();
        Store(region => region.Writable);
    }

    /// <summary>The vector table: the start of the code region where the image reaches it, else the image's lowest stored byte.</summary>
    internal uint VectorTable()
    {
        uint code = board.Regions.FirstOrDefault(r => r.Name == board.Placement.Code)?.Start ?? 0;
        IEnumerable<Segment> stored = image.Segments.Where(s => s.Data.Length > 0);
        uint table = stored.Any(s => code - s.LoadAddress < s.Data.Length)
            ? code
            : stored.MinBy(s => s.LoadAddress)?.LoadAddress ?? throw McuSimException.BadInput($"{image.Path} stores no bytes: it is no firmware image.");
        // An RP2040's flash begins with 256 bytes of second-stage boot loader, which sets VTOR to the table behind it (RP2040 datasheet, 2.8.1.3).
        if (IsTable(table)) return table;
        return IsTable(table + SecondStageLoader) ? table + SecondStageLoader : Booted(table + BootHeader) is { } booted && IsTable(booted) ? booted : table;
    }

    /// <summary>The initial stack pointer and the reset handler.</summary>
    internal (uint StackPointer, uint ProgramCounter) ResetVector()
    {
        uint table = VectorTable();
        if (Booted(table + BootHeader) is { } code && !IsTable(table) && IsCode(code))
            return ((uint)board.Region(board.Placement.Stack).End & ~3u, code & ~1u); // older ones name their first instruction, and set the stack pointer themselves
        if (Vectors(table) is not var (stackPointer, reset))
            throw McuSimException.BadInput(Text($"{image.Path} has no vector table at 0x{table:X8}."));
        if (!IsTable(table))
            throw McuSimException.BadInput(Text($"{image.Path} has no vector table at 0x{table:X8}: its second word, 0x{reset:X8}, is no Thumb code in memory of board {board.Name}; link the image for this board."));
        return (stackPointer & ~3u, reset & ~1u);
    }

    private (uint StackPointer, uint Reset)? Vectors(uint table)
    {
        Span<byte> vectors = stackalloc byte[8];
        return memory.TryRead(table, vectors)
            ? (BinaryPrimitives.ReadUInt32LittleEndian(vectors), BinaryPrimitives.ReadUInt32LittleEndian(vectors[4..]))
            : null;
    }

    /// <summary>The table that the boot ROM of an i.MX RT finds in the image vector table behind the flash's configuration (NXP IMXRT1060RM, 9.7.1); null where there is none.</summary>
    private uint? Booted(uint header) => Vectors(header) is var (tag, entry) && (tag & 0x00FF_FFFF) == BootHeaderTag ? entry : null;

    private bool IsTable(uint table) =>
        Vectors(table) is var (_, reset) && IsCode(reset);

    private bool IsCode(uint address) => (address & 1) != 0 && memory.Find(address & ~1u, 2) is { Region.Executable: true };

    /// <summary>The boards of the catalogue whose memories hold all that the image stores, with something in the code's.</summary>
    private string Fitting()
    {
        Segment[] stored = [.. image.Segments.Where(s => !s.Data.IsEmpty)];
        string[] names = [.. BoardCatalog.Names.Where(name => BoardCatalog.Load(name) is var other
            && stored.Any(s => other.RegionAt(s.LoadAddress)?.Name == other.Placement.Code)
            && stored.All(s => other.RegionAt(s.LoadAddress) is { } region && s.LoadAddress + (ulong)s.Data.Length <= region.End)).Take(MostNames)];
        return names.Length == 0 ? "" : $" (its addresses are memory on {string.Join(", ", names)})";
    }

    private bool IsSettings(uint address) => board.Chip?.Peripherals.Any(p => p.Fill is not null && address - p.Start < p.Size) == true;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Store(Func<MemoryRegion, bool> where)
    {
        foreach (Segment segment in image.Segments)
        {
            ReadOnlySpan<byte> data = segment.Data.Span;
            uint address = segment.LoadAddress;
            while (data.Length > 0)
            {
                if (IsSettings(address))
                {
                    data = data[1..]; // the chip keeps it, see Chip.Connect
                    address++;
                    continue;
                }

                MappedRegion region = memory.Find(address) ?? throw McuSimException.BadInput(Text(
                    $"{image.Path} stores bytes at 0x{address:X8}, where board {board.Name} has no memory; link the image for this board or choose another one{Fitting()}."));
                int length = (int)Math.Min((ulong)data.Length, region.Region.End - address);
                if (where(region.Region))
                    data[..length].CopyTo(region.Span(address, length));
                data = data[length..];
                address += (uint)length;
            }
        }
    }
}
