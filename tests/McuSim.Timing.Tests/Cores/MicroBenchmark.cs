using McuSim.Boards;

namespace McuSim.Tests.Timing.Cores;

/// <summary>Small sequences whose cycles a source states. Code and data lie in memory without wait states.</summary>
internal static class MicroBenchmark
{
    /// <summary>Checks one sequence, entered by a branch and left at its end.</summary>
    /// <param name="board">Where.</param>
    /// <param name="code">The first address of the code.</param>
    /// <param name="data">The address of the first access; later ones follow at distances of 4.</param>
    /// <param name="source">The sequence.</param>
    /// <param name="expected">Cycles.</param>
    /// <param name="taken">Whether a branch at its end is taken.</param>
    public static void Check(Board board, uint code, uint data, string source, int expected, bool taken = false)
    {
        var bench = new Bench(board);
        uint end = bench.Put(code, source);
        bench.Put(code + 0x1000, "nop");
        bench.Execute(code, end, data);
        if (taken)
        {
            // The NOP that follows the branch costs one cycle, which is not the sequence's.
            bench.Block(code + 0x1000, code + 0x1002);
            expected++;
        }

        Assert.True(
            bench.Cycles == expected,
            FormattableString.Invariant($"{source}: {bench.Cycles} cycles instead of {expected} ({string.Join(", ", bench.Model.Causes.NonZero)})"));
        Assert.Equal(bench.Cycles, bench.Model.Causes.Total);
    }

    /// <summary>A sequence repeated.</summary>
    public static string Times(int count, string source) => string.Join(';', Enumerable.Repeat(source, count));
}
