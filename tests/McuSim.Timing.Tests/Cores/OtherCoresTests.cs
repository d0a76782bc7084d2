using McuSim.Boards;

namespace McuSim.Tests.Timing.Cores;

/// <summary>Cortex-M0, M0+, M3 and M33 against their tables and measurements.</summary>
public sealed class OtherCoresTests
{
    /// <summary>Arm DDI 0432C and DDI 0484C, table 3-1: cycles of the Cortex-M0 and of the M0+.</summary>
    public static TheoryData<string, int, int, bool> SmallCores => new()
    {
        { "adds r0,r1,r2", 1, 1, false },
        { "lsls r0,r1,#2", 1, 1, false },
        { "muls r0,r1,r0", 1, 1, false },
        { "rev r0,r1", 1, 1, false },
        { "nop", 1, 1, false },
        { "ldr r0,[r1]", 2, 2, false },
        { "ldrsb r0,[r1,r2]", 2, 2, false },
        { "str r0,[r1,r2]", 2, 2, false },
        { "ldr r0,[r1]; ldr r2,[r0]", 4, 4, false },
        { "ldr r0,[r1]; adds r0,#1", 3, 3, false },
        { "ldm r0!,{r1,r2,r3}", 4, 4, false },
        { "push {r4,r5,lr}", 4, 4, false },
        { "pop {r4,r5}", 3, 3, false },
        { "pop {r4,pc}", 6, 5, true },
        { "b .", 3, 2, true },
        { "bne .", 3, 2, true },
        { "bne .", 1, 1, false },
        { "bl .", 4, 3, true },
        { "bx lr", 3, 2, true },
        { "blx r3", 3, 2, true },
        { "dsb", 4, 3, false },
        { "mrs r0,primask", 4, 3, false },
    };

    [Theory]
    [MemberData(nameof(SmallCores))]
    public void Small_cores(string source, int m0, int m0Plus, bool taken)
    {
        MicroBenchmark.Check(TestBoards.ZeroWait(CoreKind.CortexM0), TestBoards.Flash, TestBoards.Sram, source, m0, taken);
        MicroBenchmark.Check(TestBoards.ZeroWait(CoreKind.CortexM0Plus), TestBoards.Flash, TestBoards.Sram, source, m0Plus, taken);
    }

    [Fact]
    public void The_small_multiplier_takes_what_the_board_says()
    {
        Board board = TestBoards.ZeroWait(CoreKind.CortexM0Plus);
        board = board with { Core = board.Core with { MultiplyCycles = 32 } };
        MicroBenchmark.Check(board, TestBoards.Flash, TestBoards.Sram, "muls r0,r1,r0", 32);
    }

    /// <summary>Arm 100165_0201_02, chapter 3, and jnk0le's notes where the M3 differs from the M4.</summary>
    [Theory]
    [InlineData("mul r0,r1,r2", 1)]
    [InlineData("mla r0,r1,r2,r3", 2)]
    [InlineData("mls r0,r1,r2,r3", 2)]
    [InlineData("smull r0,r1,r2,r3", 4)]
    [InlineData("umlal r0,r1,r2,r3", 6)]
    [InlineData("ldr r0,[r1]; ldr r2,[r3]; adds r4,#1", 4)]
    [InlineData("ldr r0,[r1],#4; ldr r2,[r3]; adds r4,#1", 4)]
    [InlineData("ldr r0,[r1]; ldr r2,[r3],#4; adds r4,#1", 5)]
    [InlineData("ldr r0,[r1]; str r2,[r3,#4]", 2)]
    [InlineData("ldr r0,[r1]; str r2,[r3],#4", 3)]
    [InlineData("str r2,[r3],#4; str r2,[r5],#4", 2)]
    [InlineData("adds r0,r1,r2", 1)]
    [InlineData("add.w r0,r1,r2,lsl #3", 1)]
    [InlineData("movw r0,#1234", 1)]
    [InlineData("cmp r0,r1", 1)]
    [InlineData("rbit r0,r1", 1)]
    [InlineData("bfi r0,r1,#4,#8", 1)]
    [InlineData("ssat r0,#8,r1,asr #2", 1)]
    [InlineData("str r0,[r1,r2]; adds r3,#1", 3)]
    [InlineData("str r0,[r1,r2]; nop", 2)]
    [InlineData("str r0,[r1,#4]; ldr r2,[r3]; adds r4,#1", 5)]
    [InlineData("ldm r0,{r1,r2,r3,r4}", 5)]
    [InlineData("push {r4,r5,r6,lr}", 5)]
    [InlineData("ldrd r0,r1,[r2]", 3)]
    [InlineData("ldrex r0,[r1]", 2)]
    [InlineData("adds r1,#4; ldr r0,[r1]; adds r2,#1", 5)]
    [InlineData("cmp r0,r1; it eq; moveq r2,r3", 2)]
    public void Cortex_M3(string source, int cycles) =>
        MicroBenchmark.Check(TestBoards.ZeroWait(CoreKind.CortexM3), TestBoards.Flash, TestBoards.Sram, source, cycles);

    /// <summary>jnk0le's notes on the RP2350.</summary>
    [Theory]
    [InlineData("adds r0,r1,r2; adds r3,r0,r4", 2, false)] // plain ALU: latency 1
    [InlineData("add.w r0,r1,r2,lsl #2; adds r3,r0,r4", 3, false)] // shifted operand: latency 2
    [InlineData("mul r0,r1,r2; adds r3,r0,r4", 3, false)] // latency 2
    [InlineData("smlad r0,r1,r2,r0; smlad r0,r3,r4,r0", 2, false)] // additions chain
    [InlineData("mul r0,r1,r2; mul r3,r0,r4", 3, false)]
    [InlineData("uadd8 r0,r1,r2; uadd8 r0,r0,r3", 3, false)] // latency 2, no chaining
    [InlineData("bfi r0,r1,#4,#4; adds r0,r0,r2", 2, false)] // single stage
    [InlineData("muls r0,r1,r0", 2, false)]
    [InlineData("ldr r0,[r1]; adds r2,r0,r3", 3, false)] // load-to-use 2
    [InlineData("ldr r0,[r1]; ldr r2,[r3]; ldr r4,[r5]", 3, false)] // one per cycle
    [InlineData("ldr r0,[r1]; mla r2,r3,r4,r0", 2, false)] // to an addend 1
    [InlineData("ldr r0,[r1]; str r0,[r3]", 2, false)] // to store data 1
    [InlineData("ldrd r0,r1,[r2]", 2, false)]
    [InlineData("ldm r0!,{r1,r2,r3}", 3, false)] // N
    [InlineData("stm r0!,{r1,r2,r3}", 3, false)]
    [InlineData("b.w .", 2, true)] // taken: 2
    [InlineData("adds r0,#1; b .", 3, true)] // together, but behind flags
    [InlineData("mov r0,r1; b .", 2, true)] // together with a 16-bit instruction that sets no flags
    [InlineData("subs r0,#1; bne .", 1, false)] // 1 + 0 not taken
    [InlineData("subs r0,#1; bne .", 3, true)] // 1 + 2 taken
    [InlineData("adds r0,#1; nop; adds r1,#1; nop", 2, false)] // pairs with a NOP
    [InlineData("adds r0,#1; adds r1,#1", 2, false)] // but no two operations
    [InlineData("vldr s0,[r0]; vadd.f32 s1,s0,s2", 2, false)] // 1 load-to-use
    [InlineData("vadd.f32 s0,s1,s2; vadd.f32 s3,s0,s4", 3, false)] // latency 2
    [InlineData("vfma.f32 s0,s1,s2; adds r0,#1; vadd.f32 s3,s4,s5", 4, false)] // keeps others away for 2
    [InlineData("vfma.f32 s0,s1,s2; vfma.f32 s0,s3,s4", 4, false)] // 3 to the addend
    [InlineData("sxtab r0,r1,r2; adds r3,r0,r4", 3, false)] // latency 2
    [InlineData("sxtab r0,r1,r2; sxtab r0,r0,r3", 2, false)] // additions chain
    [InlineData("sxtab r0,r1,r2; smlabb r0,r3,r4,r0", 2, false)] // into a product's as well
    [InlineData("add.w r0,r1,r2,lsl #2; mla r0,r3,r4,r0", 2, false)] // from a shifted operand too
    [InlineData("pkhbt r0,r1,r2,lsl #16; adds r3,r0,r4", 3, false)] // latency 2
    [InlineData("qsub r0,r1,r2; adds r3,r0,r4", 3, false)] // latency 2
    [InlineData("strd r0,r1,[r2]", 2, false)]
    [InlineData("vldmia r0!,{s0,s1,s2}", 3, false)] // N
    [InlineData("ldr r0,[r1]; cmp r2,r3; adds r2,r0,r3", 3, false)] // one between hides the wait
    [InlineData("mov r0,r1; it eq; moveq r2,r3", 2, false)] // IT pairs with what is before it
    [InlineData("ldr r0,[r1]; nop", 1, false)] // NOP pairs with a load
    [InlineData("adds.w r0,r1,r2; nop", 2, false)] // but not with 32 bits
    [InlineData("vmul.f32 s0,s1,s2; vmul.f32 s4,s5,s6; vadd.f32 s3,s3,s0", 3, false)] // pipelined
    [InlineData("vmov r0,s0; adds r1,r0,r2", 3, false)] // latency 2
    [InlineData("vmov s0,r0; vadd.f32 s1,s0,s2", 2, false)] // latency 1
    [InlineData("vmov r0,r1,s0,s1", 2, false)]
    [InlineData("vmov s0,s1,r0,r1", 1, false)]
    public void Cortex_M33(string source, int cycles, bool taken) =>
        MicroBenchmark.Check(TestBoards.ZeroWait(CoreKind.CortexM33), TestBoards.Flash, TestBoards.Sram, source, cycles, taken);
}
