using System.Collections.Immutable;

using McuSim.Boards;

namespace McuSim.Codegen;

/// <summary>Answers whether a plan fits a board, before anything is compiled.</summary>
public static class FitChecker
{
    /// <summary>
    /// What a plan takes on a board. Code is not known yet, so what is said of flash is a lower bound: the constants alone.
    /// </summary>
    public static FitResult Check(Plan plan, Board board, BuildOptions options)
    {
        MemoryLayout layout = Choose(plan, board, options);
        long constants = plan.Layers.Sum(l => (long)l.ConstantBytes);
        return new([new(layout.Code.Name, "constants", constants, layout.Code.Size), .. Ram(layout, plan.ArenaBytes, options.StackBytes)]);
    }

    /// <summary>The first layout that has room for arena and stack, or else the one with the most room.</summary>
    internal static MemoryLayout Choose(Plan plan, Board board, BuildOptions options)
    {
        ImmutableArray<MemoryLayout> candidates = MemoryLayout.Candidates(board);
        return candidates.FirstOrDefault(c => Ram(c, plan.ArenaBytes, options.StackBytes).All(u => u.OverflowBytes == 0))
            ?? candidates.MaxBy(c => c.ArenaCapacity(options.StackBytes))!;
    }

    /// <summary>What arena, stack and static data take.</summary>
    internal static ImmutableArray<RegionUse> Ram(MemoryLayout layout, long arenaBytes, long stackAndStaticBytes) => layout.Arena is { } arena
        ? [new(layout.Static.Name, "stack and static data", stackAndStaticBytes, layout.Static.Size), new(arena.Name, "arena", arenaBytes, arena.Size)]
        : [new(layout.Static.Name, "stack, static data and arena", stackAndStaticBytes + arenaBytes, layout.Static.Size)];
}
