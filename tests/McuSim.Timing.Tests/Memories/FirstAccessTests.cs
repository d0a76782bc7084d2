using McuSim.Boards;
using McuSim.Timing;

namespace McuSim.Tests.Timing.Memories;

/// <summary>
/// Memories whose first access takes longer: SRAM2 of STM32F4, SRAM2 and SRAM3 of STM32L4R5 and F429. That loads from them take longer than from SRAM1 was measured by
/// mupq/pqm4 (pull requests 73 and 193), that code runs 1.5 times as long from them by zhanzr/f4-demo; that it is one cycle, and only of an access on its own,
/// is the least that agrees with both (benchmarks/hardware/pqm4.csv, coremark.csv).
/// </summary>
public sealed class FirstAccessTests
{
    private static readonly Board s_board = Slow(1);

    [Theory]
    [InlineData("ldr r0,[r1]; adds r2,#1", 1)] // a load on its own
    [InlineData("ldr r0,[r1]; ldr r2,[r3]; ldr r4,[r5]; adds r6,#1", 1)] // a chain
    [InlineData("ldr r0,[r1]; adds r2,#1; ldr r3,[r4]; adds r2,#1", 2)]
    [InlineData("ldm r0!,{r1,r2,r3,r4}; adds r5,#1", 1)] // a list
    [InlineData("ldr r0,[r1]; ldr r2,[r0]; adds r5,#1", 2)] // the second needs the first's value
    [InlineData("str r0,[r1]; adds r2,#1", 0)] // the write buffer takes it
    public void Reads_on_their_own_take_longer(string source, int more)
    {
        long fast = Run(source, TestBoards.Sram), slow = Run(source, TestBoards.Sram2);
        Assert.Equal(fast + more, slow);
    }

    [Fact]
    public void A_chain_that_changes_memory_begins_anew()
    {
        var bench = new Bench(s_board);
        uint end = bench.Put(TestBoards.Flash, "ldr r0,[r1]; ldr r2,[r3]; adds r4,#1");
        bench.Block(TestBoards.Flash, end).Read(TestBoards.Sram).Read(TestBoards.Sram2);
        Assert.Equal(4 + 2, bench.Cycles); // 1 for the change (jnk0le), 1 for the memory
        Assert.Equal(2, bench.Model.Causes[CycleCause.Bus]);
    }

    [Fact]
    public void Every_fetch_is_one_on_its_own()
    {
        const string code = "adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1; adds r0,#1";
        long fast = Loop(code, TestBoards.Sram + 0x8000), slow = Loop(code, TestBoards.Sram2 + 0x8000);
        Assert.InRange(slow / (double)fast, 1.3, 1.6); // a word of two instructions every three cycles instead of two
    }

    private static long Run(string source, uint data)
    {
        var bench = new Bench(s_board);
        uint end = bench.Put(TestBoards.Flash, source);
        bench.Execute(TestBoards.Flash, end, data);
        return bench.Cycles;
    }

    private static long Loop(string source, uint code)
    {
        var bench = new Bench(s_board);
        uint end = bench.Put(code, source + "; subs r7,#1; bne .");
        for (int i = 0; i < 4; i++) bench.Execute(code, end, 0);
        return bench.Cycles;
    }

    private static Board Slow(int cycles)
    {
        Board board = TestBoards.ZeroWait(CoreKind.CortexM4);
        return board with { Regions = [.. board.Regions.Select(r => r.Name == "sram2" ? r with { FirstAccessCycles = cycles } : r)] };
    }
}
