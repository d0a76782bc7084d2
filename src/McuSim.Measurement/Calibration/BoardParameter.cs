using System.Collections.Immutable;

using McuSim.Boards;

namespace McuSim.Measurement;

/// <summary>A number of a board that no document gives exactly, and within which bounds it may lie.</summary>
/// <param name="Name">As in the board file.</param>
/// <param name="Least">The least it may be.</param>
/// <param name="Most">The most.</param>
/// <param name="Get">Reads it.</param>
/// <param name="Set">A board with another value.</param>
internal sealed record BoardParameter(string Name, int Least, int Most, Func<Board, int> Get, Func<Board, int, Board> Set)
{
    private const int MostCycles = 200;
    private const int MostRamWaits = 20;

    /// <summary>The free parameters of a board: line fills where its core has caches, else wait states.</summary>
    public static ImmutableArray<BoardParameter> Of(Board board)
    {
        bool cached = board.InstructionCache is not null || board.DataCache is not null;
        bool OnBus(MemoryRegion r) => r is { Kind: MemoryKind.Sram, AliasOf: null };
        var parameters = ImmutableArray.CreateBuilder<BoardParameter>();
        parameters.Add(cached
            ? new("flash.line_fill_cycles", 1, MostCycles, b => b.Flash.LineFillCycles, (b, v) => b with { Flash = b.Flash with { LineFillCycles = v, LineBusyCycles = Busy(b.Flash.LineFillCycles, b.Flash.LineBusyCycles, v) } })
            : new("flash.wait_states", 0, MostCycles, b => b.Flash.WaitStates, (b, v) => b with { Flash = b.Flash with { WaitStates = v } }));
        if (board.Regions.FirstOrDefault(OnBus) is { } first)
        {
            // One number for all SRAM: they hang on the same kind of bus, and a log seldom tells them apart.
            parameters.Add(cached
                ? new("sram.line_fill_cycles", 1, MostCycles, b => b.Region(first.Name).LineFillCycles, (b, v) => Regions(b, OnBus, r => r with { LineFillCycles = v, LineBusyCycles = Busy(r.LineFillCycles, r.LineBusyCycles, v) }))
                : new("sram.wait_states", 0, MostRamWaits, b => b.Region(first.Name).WaitStates, (b, v) => Regions(b, OnBus, r => r with { WaitStates = v })));
        }

        return parameters.ToImmutable();
    }

    /// <summary>A fill that nothing is known of but its wait is over with it; another takes as long as before, or as the wait if that is longer.</summary>
    private static int Busy(int fill, int busy, int newFill) => busy == fill ? newFill : Math.Max(newFill, busy);

    private static Board Regions(Board board, Func<MemoryRegion, bool> which, Func<MemoryRegion, MemoryRegion> change) =>
        board with { Regions = [.. board.Regions.Select(r => which(r) || (r.AliasOf is { } of && which(board.Region(of))) ? change(r) : r)] };
}
