using McuSim.Boards;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>A board's fast place for the arena, and what the slower one behind the data cache costs.</summary>
/// <param name="FastBytes">Room for the arena in the fast place.</param>
/// <param name="LineFillCycles">Core cycles that a line from the slower place takes.</param>
/// <param name="LineBytes">Bytes of a cache line.</param>
/// <param name="CacheBytes">Bytes of the data cache.</param>
public sealed record ArenaPlaces(long FastBytes, int LineFillCycles, int LineBytes, int CacheBytes)
{
    /// <summary>The places of a board, or null where the first is the largest or there is no data cache.</summary>
    /// <param name="board">The board.</param>
    /// <param name="stackBytes">The stack, which may lie in the same place.</param>
    public static ArenaPlaces? Of(Board board, int stackBytes)
    {
        if (board.DataCache is not { } cache || board.Placement.Arena.Length < 2) return null;
        long[] capacities = [.. MemoryLayout.Candidates(board).Select(c => c.ArenaCapacity(stackBytes))];
        return capacities[0] < capacities.Max()
            ? new(capacities[0], board.Region(board.Placement.Arena[1][0]).LineFillCycles, cache.LineBytes, cache.Bytes) : null;
    }

    /// <summary>
    /// An estimate of the cycles that layers, each by itself, wait for lines of the slower place. Each tensor passes the cache once, but
    /// depthwise kernels read channel by channel: where the lines of a channel do not fit the cache, they come again for each.
    /// </summary>
    internal long Waits(Schedule schedule) => schedule.Steps.Sum(s => LineFillCycles * Lines(s.Operator));

    private long Lines(Operator op)
    {
        long once = (op.ActivationInputs.Sum(t => (long)t.ByteCount) + op.Output.ByteCount) / LineBytes;
        if (op is not DepthwiseConv2D) return once;
        Tensor input = op.ActivationInputs[0];
        int channels = input.Shape[input.Shape.Rank - 1], pixels = input.ByteCount / channels;
        long perChannel = Math.Min(pixels, input.ByteCount / LineBytes);
        return perChannel * LineBytes <= CacheBytes ? once : perChannel * channels;
    }
}
