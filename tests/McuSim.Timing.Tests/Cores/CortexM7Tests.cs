using McuSim.Boards;
using McuSim.Timing;

namespace McuSim.Tests.Timing.Cores;

/// <summary>Cortex-M7 against measurements: J is jnk0le's notes (STM32H743), Q quinapalus (STM32H730), L Arm's model in LLVM.</summary>
public sealed class CortexM7Tests
{
    private static readonly Board s_board = TestBoards.Cached();

    /// <summary>Sequences in ITCM whose accesses go to DTCM, alternating between its banks.</summary>
    public static TheoryData<string, int, string> Straight => new()
    {
        // Two plain operations per cycle
        { "eor.w r0,r1,r2; eor.w r3,r4,r5", 1, "Q: eor + eor" },
        { "adc.w r0,r1,r2; adc.w r3,r4,r5", 1, "Q: adc + adc" },
        { "adcs r0,r1; adcs r2,r3", 2, "Q: adcs; adcs" },
        { "and.w r0,r1,r2; and.w r3,r0,r4", 2, "J: logic runs late, its user waits a cycle" },
        { "add.w r0,r1,r2; add.w r3,r0,r4", 1, "J: early to late ALU in the same cycle" },
        { "add.w r0,r1,r2; add.w r3,r0,r4; add.w r5,r3,r6; add.w r8,r5,r9", 3, "J: the late one's user is late too" },
        { "movw r0,#1; movt r0,#2", 1, "J: MOVW + MOVT dual-issue" },
        { "nop; nop", 1, "J: a NOP takes a place" },
        { "nop; nop; nop", 2, "J: a NOP takes a place" },
        { "subs r0,#1; adds r1,#1", 1, "J" },

        // Operand2 matrix
        { "add.w r0,r1,#1; add.w r2,r3,#0x00ff00ff", 1, "J: simple and pattern constants pair" },
        { "add.w r0,r1,#0x00ff00ff; add.w r2,r3,#0x3f80", 1, "J: pattern and shifted constants pair" },
        { "add.w r0,r1,#0x3f80; add.w r2,r3,#0x3f80", 2, "J: two shifted constants do not" },
        { "add.w r0,r1,#0x3f80; add.w r2,r3,r4,lsl #2", 2, "J: shifted constant and shifted register do not" },
        { "add.w r0,r1,r2,lsl #2; add.w r3,r4,r5,lsl #2", 2, "J: two inline shifts do not" },
        { "add.w r0,r1,r2,lsl #2; add.w r3,r4,r5", 1, "J: one inline shift does" },
        { "add.w r0,r1,r2,lsl #2; lsl.w r3,r4,#2", 1, "J: inline shift and plain shift do" },
        { "lsl.w r0,r1,#2; lsl.w r3,r4,#2", 1, "J: shift and shift do" },
        { "lsl.w r0,r1,r2; lsr.w r3,r4,r5", 1, "J: by registers too" },
        { "and.w r0,r1,r2; add.w r3,r4,r0,lsl #1", 3, "J: a shifted operand is needed a cycle earlier" },

        // DSP and bit fields: older place, one per cycle
        { "sxtb16 r0,r1; sxtb16 r2,r3", 2, "J: no two together" },
        { "sxtb16 r0,r1; add.w r2,r3,r4", 1, "J: with a plain operation" },
        { "add.w r0,r1,r2; sxtb16 r3,r4", 2, "J: must be the older" },
        { "sxtb16 r0,r1; ldr.w r2,[r3]", 1, "J: with a load" },
        { "ldr.w r0,[r1]; sxtb16 r2,r3", 2, "J: must be the older" },
        { "ubfx r0,r1,#2,#8; add.w r2,r3,r4,lsl #2", 2, "J: bit fields and inline shifts do not pair" },
        { "uadd8 r0,r1,r2; add.w r3,r4,r5,lsl #2", 1, "J: parallel additions and inline shifts do" },
        { "pkhbt r0,r1,r2,lsl #16; sadd16 r3,r4,r5", 2, "J: no two together" },
        { "clz r0,r1; mul r2,r3,r4", 1, "J: with a multiplication" },
        { "sxtb16 r0,r1; sxtb16 r2,r1,ror #8; smlad r4,r0,r2,r4", 3, "J" },

        // Multiplication
        { "smlad r0,r1,r2,r0; smlad r3,r4,r5,r3", 2, "Q: one per cycle" },
        { "smlad r0,r1,r2,r0; add.w r3,r4,r5", 1, "L, J: with a plain operation" },
        { "smlad r0,r1,r2,r0; str.w r3,[r4]", 2, "J: not with a store" },
        { "str.w r3,[r4]; mul r0,r1,r2", 2, "J: not with a store" },
        { "ldr.w r3,[r4]; smlad r0,r1,r2,r0", 1, "J: with a load" },
        { "smlad r0,r1,r2,r0; smlad r0,r3,r4,r0; smlad r0,r5,r6,r0; smlad r0,r8,r9,r0", 4, "J, Q: a chain of additions takes one each" },
        { "umlal r0,r1,r2,r3; umlal r0,r1,r4,r5", 2, "Q: UMLAL chain 1 per cycle" },
        { "mul r0,r1,r2; add.w r3,r0,r4", 3, "T: two cycles of latency" },
        { "mul r0,r1,r2; smlad r3,r0,r4,r3", 3, "Q: two from the factors" },
        { "mul r0,r1,r2; smlad r3,r4,r5,r0", 2, "Q: one from the addend" },
        { "mul r0,r1,r2; ldr.w r3,[r0]", 5, "L: four to an address" },

        // Loads
        { "ldr.w r0,[r1]; ldr.w r2,[r3]", 1, "J: two per cycle in different banks" },
        { "ldr.w r0,[r1]; add.w r2,r0,r3", 2, "J: used in the next cycle" },
        { "ldrb.w r0,[r1]; add.w r2,r0,r3", 3, "J, L: bytes one cycle later" },
        { "ldrsh.w r0,[r1]; add.w r2,r0,r3", 3, "J, L: half-words one cycle later" },
        { "ldr.w r0,[r1]; add.w r2,r3,r0,lsl #2", 3, "J: one more for a shifted operand" },
        { "ldr.w r0,[r1]; uxtab r2,r3,r0", 3, "J: one more for UXTAB" },
        { "ldr.w r0,[r1]; sxtb16 r2,r0,ror #8", 2, "MLPerf Tiny images: SXTB16 with ROR reads late" },
        { "ldr.w r0,[r1]; mul r2,r0,r3", 3, "J: one more for a factor" },
        { "ldr.w r0,[r1]; mla r2,r3,r4,r0", 2, "J: none for an addend" },
        { "ldrb.w r0,[r1]; mla r2,r3,r4,r0", 2, "J: an addend may come from the previous cycle's LDRB" },
        { "ldr.w r0,[r1]; ldr.w r2,[r0]", 4, "Q: three from load to load" },
        { "ldr r0,[r1],#4; ldr r2,[r3],#4", 1, "J: post-indexed loads can dual-issue" },
        { "ldr r0,[r1],#4; ldr r2,[r1],#4; ldr r3,[r1],#4", 3, "J: and issue back to back" },
        { "add.w r1,r1,#4; ldr.w r0,[r1]", 2, "J: address from the early ALU in the next cycle" },
        { "and.w r1,r1,r2; ldr.w r0,[r1]", 3, "J: from the late ALU one later" },

        // Stores
        { "str.w r0,[r1]; str.w r2,[r3]", 2, "J: one per cycle" },
        { "ldr.w r0,[r1]; str.w r2,[r3]", 1, "J: with a load" },
        { "and.w r0,r1,r2; str.w r0,[r3]", 1, "J: can store a result of the same cycle" },

        // Lists
        { "ldrd r0,r1,[r2]", 1, "J: (N + 1) / 2" },
        { "strd r0,r1,[r2]", 1, "J" },
        { "ldm r0!,{r1-r4}", 2, "J" },
        { "stm r0!,{r1-r3}", 2, "J" },
        { "push {r4-r7,lr}", 3, "J" },
        { "push.w {r4-r11,lr}", 5, "J" },
        { "ldrd r0,r1,[r2]; add.w r3,r4,r5", 2, "J: alone" },
        { "add.w r3,r4,r5; ldm r0!,{r1-r2}", 2, "J: alone" },

        // Division, conditions
        { "sdiv r0,r1,r2; add.w r3,r0,r4", 8, "L: 7" },
        { "sdiv r0,r1,r2; add.w r3,r4,r5", 2, "L: alone" },
        { "cmp r0,r1; it eq; moveq r2,r3", 2, "J: flags are late" },
        { "cmp r0,r1; beq .+8", 1, "J: a predicted branch needs no flags" },

        // Floating point
        { "vadd.f32 s0,s1,s2; vadd.f32 s3,s4,s5", 2, "J: no two together" },
        { "vadd.f32 s0,s1,s2; add.w r0,r1,r2", 1, "J" },
        { "vadd.f32 s0,s1,s2; vadd.f32 s3,s0,s4", 4, "J: 3" },
        { "vmul.f32 s0,s1,s2; vadd.f32 s3,s0,s4", 4, "J: 3" },
        { "vfma.f32 s0,s1,s2; vfma.f32 s0,s3,s4", 4, "J: 3 to the addend" },
        { "vfma.f32 s0,s1,s2; vfma.f32 s3,s4,s5; vfma.f32 s6,s7,s8", 3, "J: every cycle with three accumulators" },
        { "vfma.f32 s0,s1,s2; vmul.f32 s3,s0,s4", 6, "J: 5" },
        { "vadd.f32 s0,s1,s2; vstr s0,[r0]", 2, "J: 1 to a store" },
        { "vldr s0,[r0]; vadd.f32 s1,s0,s2", 2, "J: 1" },
        { "vfma.f32 s0,s1,s2; vldr s3,[r0]", 2, "J: not together" },
        { "vfma.f32 s0,s1,s2; vadd.f32 s3,s4,s5", 5, "J: VADD not in the three cycles behind a VFMA" },
        { "vfma.f32 s0,s1,s2; vldmia r0!,{s3}", 5, "J: nor VLDM" },
        { "vfma.f32 s0,s1,s2; vldr d4,[r0]", 5, "J: nor VLDR of a double" },
        { "vfma.f32 s0,s1,s2; vmov.f32 s3,#1.0", 5, "J: nor VMOV of a constant" },
        { "vfma.f32 s0,s1,s2; vmul.f32 s3,s4,s5", 2, "J: VMUL is not kept" },
        { "vfma.f32 s0,s1,s2; nop.w; add.w r0,r1,r2; vldr s3,[r1]", 3, "J: VLDR not from the younger place in these cycles" },
        { "vdiv.f32 s0,s1,s2; add.w r0,r1,r2; add.w r3,r4,r5", 17, "J: pairs with one, then holds the pipeline 16" },
        { "vdiv.f64 d0,d1,d2; add.w r0,r1,r2", 30, "J: 30" },
        { "vmov s0,r0; vadd.f32 s1,s2,s3", 1, "J" },
    };

    [Theory]
    [MemberData(nameof(Straight))]
    public void Straight_code(string source, int cycles, string reason)
    {
        Assembler.Assemble([.. Straight.Select(r => r.Data.Item1)]);
        Assert.NotEmpty(reason);
        MicroBenchmark.Check(s_board, TestBoards.Itcm, TestBoards.Dtcm, source, cycles);
    }

    /// <summary>llvm-mca 14 with Arm's model, cycles per iteration of independent instructions; rows where it agrees with silicon.</summary>
    [Theory]
    [InlineData("add.w r0,r1,r2; add.w r3,r4,r5; add.w r6,r8,r9; add.w r10,r11,r12", 2)]
    [InlineData("smlad r0,r1,r2,r0; add.w r3,r4,r5; smlad r6,r8,r9,r6; add.w r10,r11,r12", 2)]
    [InlineData("ldr.w r0,[r1]; smlad r2,r3,r4,r2; ldr.w r5,[r1,#4]; smlad r6,r8,r9,r6", 2)]
    [InlineData("sxtb16 r0,r1; sxtb16 r2,r3; sxtb16 r4,r5; sxtb16 r6,r8", 4)]
    [InlineData("str.w r0,[r1]; str.w r2,[r1,#4]; str.w r3,[r1,#8]; str.w r4,[r1,#12]", 4)]
    public void Compiler_model(string source, int cycles) => MicroBenchmark.Check(s_board, TestBoards.Itcm, TestBoards.Dtcm, source, cycles);

    [Fact]
    public void Two_loads_of_one_bank_take_two_cycles()
    {
        // quinapalus: ldr + ldr 2 with the same pattern; jnk0le: banks by address bit 2.
        var bench = new Bench(s_board);
        uint end = bench.Put(TestBoards.Itcm, "ldr.w r0,[r1]; ldr.w r2,[r3]");
        bench.Block(TestBoards.Itcm, end).Read(TestBoards.Dtcm).Read(TestBoards.Dtcm + 8);
        Assert.Equal(2, bench.Cycles);
        Assert.Equal(1, bench.Model.Causes[CycleCause.Bus]);
    }

    [Fact]
    public void An_unaligned_load_takes_three_more()
    {
        var bench = new Bench(s_board);
        uint end = bench.Put(TestBoards.Itcm, "ldr.w r0,[r1]");
        bench.Block(TestBoards.Itcm, end).Read(TestBoards.Dtcm + 1);
        Assert.Equal(4, bench.Cycles); // jnk0le: +3
    }

    [Fact]
    public void A_loop_is_predicted_once_it_has_been_seen()
    {
        var bench = new Bench(s_board);
        uint loop = TestBoards.Itcm;
        uint end = bench.Put(loop, "nop; nop; subs r0,#1; bne .-6");
        var cost = new List<long>();
        for (int i = 0; i < 10; i++)
        {
            long before = bench.Cycles;
            bench.Block(loop, end);
            cost.Add(bench.Cycles - before);
        }

        // NOP + NOP, SUBS + BNE: 2 cycles. The first time round, the counter is at "weakly not taken"; the flags are fresh: 8 (jnk0le).
        Assert.Equal([2, 10, 2, 2, 2, 2, 2, 2, 2, 2], cost);
        bench.Put(end, "nop");
        bench.Block(end, end + 2); // the exit is not predicted
        Assert.Equal(8 + 8, bench.Model.Causes[CycleCause.Branch]);
    }

    [Fact]
    public void Old_flags_shorten_a_misprediction()
    {
        // jnk0le: 6 instead of 8 when the flags were set three cycles before.
        var bench = new Bench(s_board);
        uint end = bench.Put(TestBoards.Itcm, "subs r0,#1; nop; nop; nop; nop; nop; bne .-12");
        bench.Block(TestBoards.Itcm, end).Block(TestBoards.Itcm, end);
        Assert.Equal(6, bench.Model.Causes[CycleCause.Branch]);
    }

    [Fact]
    public void Returns_are_predicted_and_other_indirect_branches_by_their_last_target()
    {
        var bench = new Bench(s_board);
        uint call = bench.Put(0x100, "blx r3"), back = bench.Put(0x200, "bx lr"), other = bench.Put(0x300, "bx lr");
        bench.Put(call, "nop");
        bench.Block(0x100, call).Block(0x200, back).Block(call, call + 2);
        Assert.Equal(8, bench.Model.Causes[CycleCause.Branch]);
        bench.Block(0x100, call).Block(0x200, back).Block(call, call + 2);
        Assert.Equal(8, bench.Model.Causes[CycleCause.Branch]);
        bench.Block(0x100, call).Block(0x300, other).Block(call, call + 2);
        Assert.Equal(16, bench.Model.Causes[CycleCause.Branch]);
    }

    [Fact]
    public void What_a_block_leaves_unfinished_delays_the_next()
    {
        var bench = new Bench(s_board);
        uint first = bench.Put(TestBoards.Itcm, "ldr.w r0,[r1]; b .+8");
        uint next = TestBoards.Itcm + 12;
        uint end = bench.Put(next, "add.w r2,r3,r0,lsl #2");
        bench.Block(TestBoards.Itcm, first).Read(TestBoards.Dtcm).Block(next, end);

        // LDR + B, a cycle of waiting for the shifted operand, ADD
        Assert.Equal(3, bench.Cycles);
        Assert.Equal(1, bench.Model.Causes[CycleCause.Dependency]);
    }

    [Fact]
    public void Instructions_pair_across_a_border_that_is_no_branch()
    {
        var bench = new Bench(s_board);
        uint first = bench.Put(TestBoards.Itcm, "add.w r0,r1,r2");
        uint end = bench.Put(first, "add.w r3,r4,r5");
        bench.Block(TestBoards.Itcm, first).Block(first, end);
        Assert.Equal(1, bench.Cycles);
    }
}
