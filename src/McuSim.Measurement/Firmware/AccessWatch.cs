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

    private readonly (MemoryRegion Region, byte[] Marks)[] memories;
    private int recent;

    /// <summary>Watches the memories of a board; aliases count for what they are an alias of.</summary>
    public AccessWatch(Board board)
    {
        var marks = board.Regions.Where(r => r.Kind != MemoryKind.Peripheral && r.AliasOf is null).ToDictionary(r => r.Name, r => new byte[r.Size]);
        memories = [.. board.Regions.Where(r => r.Kind != MemoryKind.Peripheral).Select(r => (r, marks[r.AliasOf ?? r.Name]))];
    }

    /// <summary>The marks of each memory of its own, in the board's order.</summary>
    public IEnumerable<(MemoryRegion Region, byte[] Marks)> Memories => memories.Where(m => m.Region.AliasOf is null);

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events)
    {
        (uint start, uint end, byte[] marks) = Recent();
        foreach (ulong bits in events)
        {
            uint kind = (uint)(bits >> 62), size = (uint)(bits >> 32) & 0xFFFF, offset = (uint)bits - start;
            if (kind is not ((uint)ExecutionEventKind.Read or (uint)ExecutionEventKind.Write)) continue;
            if (offset < end && size <= sizeof(ulong))
            {
                // The kinds of accesses are the marks. Eight bytes at once, for all sizes.
                Unsafe.As<byte, ulong>(ref marks[offset]) |= kind * (0x0101_0101_0101_0101ul >> (int)(64 - (8 * size)));
                continue;
            }

            Mark((uint)bits, (int)size, (byte)kind);
            (start, end, marks) = Recent();
        }
    }

    /// <summary>Marks the bytes of a block.</summary>
    public void MarkExecuted(uint address, int size) => Mark(address, size, WasExecuted);

    /// <summary>Marks bytes that the processor itself reads: the first two words of the vector table.</summary>
    public void MarkRead(uint address, int size) => Mark(address, size, WasRead);

    /// <summary>The marks of a range, as far as the memory that it begins in has it; empty where there is none.</summary>
    public ReadOnlySpan<byte> Marks(uint address, long size)
    {
        foreach ((MemoryRegion region, byte[] marks) in memories)
        {
            if (region.Contains(address)) return marks.AsSpan((int)(address - region.Start), (int)Math.Min(size, (long)(region.End - address)));
        }

        return [];
    }

    private void Mark(uint address, int size, byte mark)
    {
        (MemoryRegion region, byte[] marks) = memories[recent];
        uint offset = address - region.Start;
        if (offset >= region.Size)
        {
            recent = Find(address);
            (region, marks) = memories[recent];
            offset = address - region.Start;
            if (offset >= region.Size) return;
        }

        if (size == sizeof(uint) && offset + sizeof(uint) <= (uint)marks.Length)
        {
            Unsafe.As<byte, uint>(ref marks[offset]) |= mark * 0x0101_0101u; // four bytes at once: most accesses are words
            return;
        }

        int end = (int)Math.Min(offset + (uint)size, region.Size);
        for (int i = (int)offset; i < end; i++) marks[i] |= mark;
    }

    /// <summary>The memory accessed last: its begin, up to which offset eight marks can be set at once, and its marks.</summary>
    private (uint Start, uint End, byte[] Marks) Recent()
    {
        (MemoryRegion region, byte[] marks) = memories[recent];
        return (region.Start, (uint)Math.Max(0, Math.Min(region.Size, marks.Length) - sizeof(ulong) + 1), marks);
    }

    private int Find(uint address)
    {
        for (int i = 0; i < memories.Length; i++)
        {
            if (address - memories[i].Region.Start < memories[i].Region.Size) return i;
        }

        return recent; // a peripheral
    }
}
