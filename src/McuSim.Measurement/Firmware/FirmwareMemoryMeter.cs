using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;

using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>Measures what a firmware run used of stack, heap, stored image and memories.</summary>
internal sealed class FirmwareMemoryMeter(FirmwareRequest request, FirmwareRun run)
{
    /// <summary>Measures after the run.</summary>
    /// <param name="blocks">The blocks that ran.</param>
    public FirmwareMemory Measure(ImmutableArray<BlockCycles> blocks)
    {
        AccessWatch watch = run.Accesses!;
        foreach (BlockCycles block in blocks.Where(b => b.Size > 0)) watch.MarkExecuted(block.Address, block.Size);
        watch.MarkRead(run.Machine.VectorTable, 8);
        return new(
            new(run.Boards[0].Stack.Bytes, [.. run.Boards[0].Calls.Deepest]),
            Heap(),
            Coverage(watch),
            [
                .. watch.Memories
                    .Select(m => new RegionTouch(m.Region.Name, m.Region.Size, m.Marks.LongCount(b => b != 0), m.Marks.LongCount(b => (b & AccessWatch.WasWritten) != 0)))
                    .Where(r => r.TouchedBytes > 0),
            ]);
    }

    /// <summary>
    /// newlib's _sbrk keeps the heap's end in a variable that starts at the symbol "end"; common start-up code does the same under these names.
    /// </summary>
    private HeapUse? Heap()
    {
        SymbolTable symbols = run.Machine.Symbols;
        Symbol? variable = request.Image.Symbols.FirstOrDefault(s =>
            s.Name is "heap_end" or "__sbrk_heap_end" or "heap_ptr" || s.Name.StartsWith("heap_end.", StringComparison.Ordinal));
        Symbol? start = symbols.Find("__HeapBase") ?? symbols.Find("end") ?? symbols.Find("_end");
        Span<byte> word = stackalloc byte[4];
        if (variable is null || start is null || !run.Machine.TryRead(variable.Address, word)) return null;
        uint end = BinaryPrimitives.ReadUInt32LittleEndian(word);
        if (end != 0 && (end < start.Address || request.Board.RegionAt(start.Address) is not { } region || end > region.End)) return null;
        return new(end == 0 ? 0 : end - start.Address, Hex(start.Address));
    }

    private ImageCoverage Coverage(AccessWatch watch)
    {
        var whole = request.Image.Segments.Select(s => Count(watch, s.LoadAddress, s.Data.Length)).Aggregate((A: 0L, B: 0L, C: 0L, D: 0L), Add);
        var sections = ImmutableArray.CreateBuilder<SectionCoverage>();
        foreach (Section section in request.Image.Sections.Where(s => s.HasBits))
        {
            uint address = LoadAddress(section);
            (long bytes, long executed, long read, long unused) = Count(watch, address, section.Size);
            sections.Add(new(section.Name, Hex(address), bytes, executed, read, unused));
        }

        return new(whole.A, whole.B, whole.C, whole.D, sections.ToImmutable());
    }

    private uint LoadAddress(Section section) =>
        request.Image.Segments.FirstOrDefault(s => section.Address - s.Address < s.MemorySize) is { } home
            ? section.Address - home.Address + home.LoadAddress
            : section.Address;

    private static (long Bytes, long Executed, long Read, long Unused) Count(AccessWatch watch, uint address, long size)
    {
        long executed = 0, read = 0;
        foreach (byte mark in watch.Marks(address, size))
        {
            if ((mark & AccessWatch.WasExecuted) != 0) executed++;
            else if ((mark & AccessWatch.WasRead) != 0) read++;
        }

        return (size, executed, read, size - executed - read);
    }

    private static (long, long, long, long) Add((long A, long B, long C, long D) x, (long A, long B, long C, long D) y) =>
        (x.A + y.A, x.B + y.B, x.C + y.C, x.D + y.D);

    private static string Hex(uint address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:x8}");
}
