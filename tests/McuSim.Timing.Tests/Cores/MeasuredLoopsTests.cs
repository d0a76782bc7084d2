using McuSim.Boards;

namespace McuSim.Tests.Timing.Cores;

/// <summary>
/// Loops of 16 copies of an instruction with SUBS and BNE behind them, as measured on an STM32F103 (Cortex-M3 r2p0, 8 MHz, no wait states,
/// DWT.CYCCNT) by a student's report, "S1 - Núcleo e memória". Cycles of one iteration in the steady state.
/// </summary>
public sealed class MeasuredLoopsTests
{
    private static readonly Board s_board = TestBoards.ZeroWait(CoreKind.CortexM3);

    [Theory]
    [InlineData("", 3)] // SUBS and a taken BNE
    [InlineData("adds r0,r1,r2", 19)]
    [InlineData("muls r0,r1,r0", 19)]
    [InlineData("str r0,[r1,#4]", 19)]
    [InlineData("ldr r0,[r1,#4]", 20)] // 16 loads are 17
    [InlineData("ldr r1,[r1]", 35)] // each needs the one before
    [InlineData("b .+2", 35)] // 1 + P, P = 1
    [InlineData("ldm r0,{r1,r2,r3,r4}", 83)]
    public void From_flash(string body, int cycles) => Assert.Equal(cycles, Iteration(TestBoards.Flash, body));

    /// <summary>The report does not state how its loops are aligned; these are the alignments that give its cycles (the other one is one off).</summary>
    [Theory]
    [InlineData("adds r0,r1,r2", 0, 20)] // the refill over the system bus takes one more
    [InlineData("ldr r0,[r1,#4]", 2, 29)] // and data keeps instructions from the bus
    public void From_sram(string body, uint offset, int cycles) => Assert.Equal(cycles, Iteration(TestBoards.Sram + 0x1000 + offset, body));

    /// <summary>CoreMark from SRAM tells that data holds back code more on a Cortex-M4; how much, it does not tell of a loop.</summary>
    [Fact]
    public void On_a_Cortex_M4_data_holds_back_code_from_the_same_RAM_more() =>
        Assert.True(Iteration(TestBoards.Sram + 0x1002, "ldr r0,[r1,#4]", TestBoards.ZeroWait(CoreKind.CortexM4)) > 29);

    /// <summary>One iteration's cycles, once the loop has gone round a few times. A copy that ends a block (B) is a block of its own.</summary>
    private static long Iteration(uint code, string body, Board? board = null)
    {
        var bench = new Bench(board ?? s_board);
        string[] parts = body.StartsWith("b ", StringComparison.Ordinal)
            ? [.. Enumerable.Repeat(body, 16), "subs r7,#1; bne ."]
            : [MicroBenchmark.Times(body.Length == 0 ? 0 : 16, body) + "; subs r7,#1; bne ."];
        var blocks = new List<(uint Begin, uint End)>();
        uint at = code;
        foreach (string part in parts)
        {
            uint end = bench.Put(at, part);
            blocks.Add((at, end));
            at = end;
        }

        long before = 0;
        for (int i = 0; i < 8; i++)
        {
            before = bench.Cycles;
            foreach ((uint begin, uint end) in blocks) bench.Execute(begin, end, TestBoards.Sram);
        }

        return bench.Cycles - before;
    }
}
