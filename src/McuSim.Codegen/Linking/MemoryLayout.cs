using System.Collections.Immutable;

using McuSim.Boards;

namespace McuSim.Codegen;

/// <summary>A range of addresses that the linker fills.</summary>
/// <param name="Name">The board's region or regions, joined by <c>+</c>.</param>
/// <param name="Start">First address.</param>
/// <param name="Size">Bytes.</param>
internal sealed record MemorySpan(string Name, ulong Start, long Size);

/// <summary>Which addresses hold code and constants, stack and static data, and the arena.</summary>
/// <param name="Code">Code and constants.</param>
/// <param name="Static">Stack, static data, and the arena too where <paramref name="Arena"/> is null.</param>
/// <param name="Arena">The arena, or null when it shares <paramref name="Static"/>.</param>
internal sealed record MemoryLayout(MemorySpan Code, MemorySpan Static, MemorySpan? Arena)
{
    /// <summary>Bytes that the arena may take, given the stack.</summary>
    public long ArenaCapacity(int stackBytes) => Arena?.Size ?? Static.Size - stackBytes;

    /// <summary>The layouts that a board offers, in its order of preference.</summary>
    public static ImmutableArray<MemoryLayout> Candidates(Board board)
    {
        MemorySpan code = SpanOf(board, [board.Placement.Code]);
        MemorySpan stack = SpanOf(board, [board.Placement.Stack]);
        return [.. board.Placement.Arena.Select(names => Place(code, stack, SpanOf(board, names)))];
    }

    private static MemoryLayout Place(MemorySpan code, MemorySpan stack, MemorySpan arena)
    {
        ulong arenaEnd = arena.Start + (ulong)arena.Size;
        if (arena.Start == stack.Start) return new(code, arena.Size > stack.Size ? arena : stack, null);
        bool stackInside = stack.Start > arena.Start && stack.Start < arenaEnd;
        return new(code, stack, stackInside ? arena with { Size = (long)(stack.Start - arena.Start) } : arena);
    }

    private static MemorySpan SpanOf(Board board, ImmutableArray<string> names)
    {
        ulong start = board.Region(names[0]).Start, end = board.Region(names[^1]).End;
        return new(string.Join('+', names), start, (long)(end - start));
    }
}
