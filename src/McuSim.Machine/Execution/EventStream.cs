using System.Collections.Immutable;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Execution;

/// <summary>Takes the events out of the ring: counts instructions, then passes the events on to the observers.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly ImmutableArray<CodeTable> tables;
    private readonly CodeCheck codeCheck;
    private readonly AlignmentCheck? alignmentCheck;
    private readonly PathFinder paths;
    private CodeTable? current;

    internal EventStream(MemoryMap memory, CodeCheck codeCheck, AlignmentCheck? alignmentCheck)
    {
        this.codeCheck = codeCheck;
        this.alignmentCheck = alignmentCheck;
        tables = [.. memory.Regions.Where(r => r.Region.Executable).Select(r => new CodeTable(r))];
        paths = new PathFinder(block => TableOf(block.Address)?.Find(block.Address, (uint)block.Size) ?? 0);
    }

    /// <summary>Who gets the events.</summary>
    internal List<IExecutionObserver> Observers { get; } = [];

    /// <summary>Instructions of all blocks taken out so far.</summary>
    internal long Instructions { get; set; }

    /// <summary>The last block taken out.</summary>
    internal ExecutionEvent LastBlock { get; private set; }

    /// <summary>Accesses taken out since <see cref="LastBlock"/>.</summary>
    internal int AccessesSinceBlock { get; private set; }

    /// <summary>The first thing found that the board's core would not do, or null.</summary>
    internal Suspect? Suspect { get; private set; }

    /// <summary>Whether the program has an instruction that limits the stack (Armv8-M), which the engine then watches at every change of the stack pointer.</summary>
    internal bool SetsStackLimit { get; private set; }

    /// <summary>Takes events.</summary>
    internal void Take(ReadOnlySpan<ulong> events)
    {
        ReadOnlySpan<PathRun> runs = paths.Divide(events);
        CountInstructions(events, runs);
        foreach (IExecutionObserver observer in Observers)
        {
            if (observer is IPathObserver follower) follower.Observe(events, runs);
            else observer.Observe(events);
        }
    }

    /// <summary>Takes one event that is not the engine's.</summary>
    internal void Push(ulong bits) => Take([bits]);

    /// <summary>Whether an address is in executable memory.</summary>
    internal bool IsCode(uint address) => TableOf(address) is not null;

    /// <summary>Instructions in one block.</summary>
    internal int InstructionsIn(uint address, uint size)
    {
        if (current is null || !current.Holds(address))
        {
            if (TableOf(address) is not { } found)
                return 1;
            current = found;
        }

        int count = current.Find(address, size);
        return count > 0 ? count : FirstSight(current, address, size);
    }

    /// <summary>The bytes of the block that was last executed at an address; 0 for none.</summary>
    internal uint SizeOfBlock(uint address) => TableOf(address)?.SizeAt(address) ?? 0;

    /// <summary>The code of the block that was last executed at an address; null for none.</summary>
    internal byte[]? BlockAt(uint address) =>
        TableOf(address) is { } table && table.SizeAt(address) is not 0 and uint size ? table.Code(address, size).ToArray() : null;

    /// <summary>The bytes of a block; empty when it is not in memory.</summary>
    internal ReadOnlySpan<byte> Code(ExecutionEvent block)
    {
        return TableOf(block.Address) is { } table ? table.Code(block.Address, (uint)block.Size) : [];
    }

    /// <summary>Forgets the blocks of memory whose bytes were changed from outside. Gives the pages where there were any, aliases included.</summary>
    internal IEnumerable<uint> ForgetCode(MappedRegion region, uint address, uint size)
    {
        foreach (CodeTable table in tables.Where(t => ReferenceEquals(t.Region.Host, region.Host)))
        {
            uint start = address - region.Region.Start + table.Region.Region.Start;
            ulong end = Math.Min((ulong)start + size, table.Region.Region.End);
            if (start >= end || !table.HasBlocksIn(start, (uint)(end - start)))
                continue;
            alignmentCheck?.Forget();
            ulong next;
            for (ulong at = start; at < end; at = next)
            {
                next = Math.Min(end, (at / MemoryMap.PageSize + 1) * MemoryMap.PageSize);
                if (!table.HasBlocksIn((uint)at, (uint)(next - at)))
                    continue;
                table.Forget((uint)at, (uint)(next - at));
                paths.Forget((uint)at, next);
                yield return (uint)at;
            }
        }
    }

    /// <summary>Forgets the blocks that bytes belong to, which the program changed. False when there never were any.</summary>
    internal bool ForgetBlocksOver(uint address, uint size)
    {
        if (TableOf(address)?.ForgetOver(address, size) != true)
            return false;
        alignmentCheck?.Forget();
        paths.Forget(address, (ulong)address + size);
        return true;
    }

    /// <summary>Before a run: no block has begun.</summary>
    internal void BeginRun()
    {
        LastBlock = default;
        AccessesSinceBlock = 0;
        Suspect = null;
    }

    /// <summary>Takes back the instructions of the last block that did not execute, because the one at <paramref name="programCounter"/> faulted.</summary>
    internal void UndoRestOfBlock(uint programCounter)
    {
        uint done = programCounter - LastBlock.Address;
        if (done < LastBlock.Size)
            Instructions -= InstructionsIn(LastBlock.Address, (uint)LastBlock.Size) - ThumbCode.Count(Code(LastBlock)[..(int)done]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (CodeTable table in tables)
            table.Dispose();
    }

    private CodeTable? TableOf(uint address)
    {
        foreach (CodeTable table in tables)
        {
            if (table.Holds(address))
                return table;
        }

        return null;
    }

    private void CountInstructions(ReadOnlySpan<ulong> events, ReadOnlySpan<PathRun> runs)
    {
        foreach (ref readonly PathRun run in runs)
        {
            if (run.Path is not { } path)
            {
                CountInstructions(events[run.Start..run.End]);
                continue;
            }

            int lastBlock = run.Start + path.Starts[run.Blocks - 1];
            LastBlock = new ExecutionEvent(events[lastBlock]);
            AccessesSinceBlock = run.End - lastBlock - 1;
            Instructions += path.InstructionsIn(run.Blocks);
        }
    }

    private void CountInstructions(ReadOnlySpan<ulong> events)
    {
        long instructions = 0;
        int accesses = AccessesSinceBlock;
        ExecutionEvent last = LastBlock;
        foreach (ulong bits in events)
        {
            var e = new ExecutionEvent(bits);
            if (e.Kind == ExecutionEventKind.Exception)
                continue;
            if (e.Kind != ExecutionEventKind.Block)
            {
                if ((e.Address & 3) != 0 && e.Size >= 4 && alignmentCheck is not null)
                    CheckAlignment(e, last, accesses);
                accesses++;
                continue;
            }

            accesses = 0;
            last = e;
            instructions += InstructionsIn(e.Address, (uint)e.Size);
        }

        LastBlock = last;
        AccessesSinceBlock = accesses;
        Instructions += instructions;
    }

    private void CheckAlignment(ExecutionEvent access, ExecutionEvent block, int number)
    {
        if (alignmentCheck!.FindFault(Code(block), block.Address, number, access.Kind == ExecutionEventKind.Write) is { } instruction)
            Suspect ??= new Suspect(FaultKind.Unaligned, instruction, new FaultAccess(access.Address, access.Size, access.Kind == ExecutionEventKind.Write));
    }

    private int FirstSight(CodeTable table, uint address, uint size)
    {
        SetsStackLimit |= ThumbCode.SetsStackLimit(table.Code(address, size));
        if (codeCheck.Inspect(table.Code(address, size), address) is not { } suspect)
            return table.Add(address, size);
        Suspect ??= suspect;
        return ThumbCode.Count(table.Code(address, size)); // not remembered, so that it is noticed in the next run too
    }
}
