using System.Runtime.CompilerServices;

using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>Remembers of every byte of the board's memories whether it was read or written.</summary>
internal sealed class AccessWatch : IExecutionObserver
{
    /// <summary>The byte was read.</summary>
    public const byte WasRead = 1;

    /// <summary>The byte was written.</summary>
    public const byte WasWritten = 2;

    /// <summary>The byte belongs to a block that ran; <see cref="MarkExecuted"/>.</summary>
    public const byte WasExecuted = 4;

    private const int PageShift = 10;

    /// <summary>The first one stands for all other addresses.</summary>
    private readonly Watched[] memories;

    /// <summary>The memory of each page.</summary>
    private readonly byte[] pages = new byte[1 << (32 - PageShift)];

    /// <summary>Watches the memories of a board; aliases count for what they are an alias of.</summary>
    public AccessWatch(Board board)
    {
        var marks = board.Regions.Where(r => r.Kind != MemoryKind.Peripheral && r.AliasOf is null).ToDictionary(r => r.Name, r => new byte[r.Size]);
        memories = [new Watched(null, 0, 0, 0, []), .. board.Regions.Where(r => r.Kind != MemoryKind.Peripheral).Select(r => Of(r, marks[r.AliasOf ?? r.Name]))];
        for (int n = 1; n < Math.Min(memories.Length, byte.MaxValue); n++)
        {
            (int first, int last) = ((int)(memories[n].Start >> PageShift), (int)((memories[n].Start + memories[n].Size - 1) >> PageShift));
            pages.AsSpan(first, last - first + 1).Fill((byte)n);
        }

        static Watched Of(MemoryRegion region, byte[] marks)
        {
            uint size = Math.Min((uint)region.Size, (uint)marks.Length);
            return new(region, region.Start, size, (uint)Math.Max(0, (long)size - sizeof(ulong) + 1), marks);
        }
    }

    /// <summary>The marks of each memory of its own, in the board's order.</summary>
    public IEnumerable<(MemoryRegion Region, byte[] Marks)> Memories => memories.Where(m => m.Region is { AliasOf: null }).Select(m => (m.Region!, m.Marks));

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events)
    {
        foreach (ulong bits in events)
        {
            uint kind = (uint)(bits >> 62), size = (uint)(bits >> 32) & 0xFFFF, address = (uint)bits;
            if (kind is not ((uint)ExecutionEventKind.Read or (uint)ExecutionEventKind.Write)) continue;
            ref readonly Watched memory = ref memories[pages[address >> PageShift]];
            uint offset = address - memory.Start;
            if (offset < memory.Whole && size <= sizeof(ulong))
            {
                // The kinds of accesses are the marks. Eight bytes at once, for all sizes.
                Unsafe.As<byte, ulong>(ref memory.Marks[offset]) |= kind * (0x0101_0101_0101_0101ul >> (int)(64 - (8 * size)));
                continue;
            }

            Mark(address, (int)size, (byte)kind);
        }
    }

    /// <summary>Marks the bytes of a block.</summary>
    public void MarkExecuted(uint address, int size) => Mark(address, size, WasExecuted);

    /// <summary>Marks bytes that the processor itself reads: the first two words of the vector table.</summary>
    public void MarkRead(uint address, int size) => Mark(address, size, WasRead);

    /// <summary>The marks of a range, as far as the memory that it begins in has it; empty where there is none.</summary>
    public ReadOnlySpan<byte> Marks(uint address, long size)
    {
        foreach (Watched memory in memories)
        {
            if (memory.Holds(address)) return memory.Marks.AsSpan((int)(address - memory.Start), (int)Math.Min(size, memory.Size - (address - memory.Start)));
        }

        return [];
    }

    private void Mark(uint address, int size, byte mark)
    {
        foreach (Watched memory in memories)
        {
            if (!memory.Holds(address)) continue;
            uint offset = address - memory.Start;
            foreach (ref byte marks in memory.Marks.AsSpan((int)offset, (int)Math.Min((uint)size, memory.Size - offset))) marks |= mark;
            return;
        }
    }

    /// <summary>A memory.</summary>
    /// <param name="Region">What it is on the board; null for none.</param>
    /// <param name="Start">Its first address.</param>
    /// <param name="Size">Its bytes.</param>
    /// <param name="Whole">Up to which offset eight marks can be set at once.</param>
    /// <param name="Marks">Its marks.</param>
    private readonly record struct Watched(MemoryRegion? Region, uint Start, uint Size, uint Whole, byte[] Marks)
    {
        public bool Holds(uint address) => address - Start < Size;
    }
}
