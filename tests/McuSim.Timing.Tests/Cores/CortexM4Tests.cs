using McuSim.Boards;

namespace McuSim.Tests.Timing.Cores;

/// <summary>Cortex-M4 (and M3 where it is the same) against the TRM's tables and measurements.</summary>
public sealed class CortexM4Tests
{
    private static readonly Board s_board = TestBoards.ZeroWait(CoreKind.CortexM4);

    public static TheoryData<string, int, string> Straight => new()
    {
        // Arm DDI 0439D table 3-1: one cycle
        { "adds r0,r1,r2", 1, "T3-1" },
        { "movs r0,#1", 1, "T3-1" },
        { "mov r8,r9", 1, "T3-1" },
        { "mvns r0,r1", 1, "T3-1" },
        { "movw r0,#1234", 1, "T3-1" },
        { "movt r0,#1234", 1, "T3-1" },
        { "add.w r0,r1,r2,lsl #3", 1, "T3-1" },
        { "adc.w r0,r1,r2", 1, "T3-1" },
        { "subs r0,#1", 1, "T3-1" },
        { "rsb r0,r1,#0", 1, "T3-1" },
        { "cmp r0,r1", 1, "T3-1" },
        { "cmn r0,r1", 1, "T3-1" },
        { "tst r0,r1", 1, "T3-1" },
        { "teq r0,r1", 1, "T3-1" },
        { "ands r0,r1", 1, "T3-1" },
        { "orn r0,r1,r2", 1, "T3-1" },
        { "bic r0,r1,#255", 1, "T3-1" },
        { "lsls r0,r1,#3", 1, "T3-1" },
        { "lsr.w r0,r1,r2", 1, "T3-1" },
        { "ror.w r0,r1,#8", 1, "T3-1" },
        { "rrx r0,r1", 1, "T3-1" },
        { "clz r0,r1", 1, "T3-1" },
        { "rev r0,r1", 1, "T3-1" },
        { "rbit r0,r1", 1, "T3-1" },
        { "sxtb r0,r1", 1, "T3-1" },
        { "uxth.w r8,r9", 1, "T3-1" },
        { "bfi r0,r1,#4,#8", 1, "T3-1" },
        { "ubfx r0,r1,#4,#8", 1, "T3-1" },
        { "ssat r0,#8,r1,asr #2", 1, "T3-1" },
        { "usat r0,#8,r1", 1, "T3-1" },
        { "mul r0,r1,r2", 1, "T3-1" },
        { "mla r0,r1,r2,r3", 1, "T3-1: 1 on the M4" },
        { "mls r0,r1,r2,r3", 1, "T3-1" },
        { "smull r0,r1,r2,r3", 1, "T3-1: 1 on the M4" },
        { "umlal r0,r1,r2,r3", 1, "T3-1: 1 on the M4" },
        { "nop", 1, "T3-1" },
        { "sdiv r0,r1,r2", 6, "T3-1: 2 to 12; 6 in the table" },
        { "udiv r0,r1,r2", 6, "T3-1: 2 to 12; 6 in the table" },

        // Table 3-2: DSP, one cycle
        { "smlad r0,r1,r2,r0", 1, "T3-2" },
        { "smladx r0,r1,r2,r0", 1, "T3-2" },
        { "smlsd r0,r1,r2,r3", 1, "T3-2" },
        { "smlald r0,r1,r2,r3", 1, "T3-2" },
        { "smuad r0,r1,r2", 1, "T3-2" },
        { "smlabb r0,r1,r2,r3", 1, "T3-2" },
        { "smulbt r0,r1,r2", 1, "T3-2" },
        { "smmul r0,r1,r2", 1, "T3-2" },
        { "smmla r0,r1,r2,r3", 1, "T3-2" },
        { "umaal r0,r1,r2,r3", 1, "T3-2" },
        { "sadd16 r0,r1,r2", 1, "T3-2" },
        { "uqadd8 r0,r1,r2", 1, "T3-2" },
        { "sel r0,r1,r2", 1, "T3-2" },
        { "usada8 r0,r1,r2,r3", 1, "T3-2" },
        { "sxtb16 r0,r1", 1, "T3-2" },
        { "sxtb16 r0,r1,ror #8", 1, "T3-2" },
        { "sxtab16 r0,r1,r2", 1, "T3-2" },
        { "pkhbt r0,r1,r2,lsl #16", 1, "T3-2" },
        { "pkhtb r0,r1,r2,asr #16", 1, "T3-2" },
        { "qadd r0,r1,r2", 1, "T3-2" },
        { "ssat16 r0,#8,r1", 1, "T3-2" },

        // Section 3.3: loads and stores
        { "ldr r0,[r1]; adds r2,#1", 3, "3.3: a load takes 2" },
        { "ldrsb r0,[r1,r2]; adds r3,#1", 3, "3.3" },
        { "ldr r0,[r1]; ldr r2,[r3]; adds r4,#1", 4, "3.3: LDR; LDR is 3" },
        { "ldr r0,[r1]; ldr r2,[r3]; ldr r4,[r5]; adds r6,#1", 5, "3.3: three loads are 4" },
        { "ldr r0,[r1]; ldr r2,[r0]; adds r6,#1", 5, "3.3: a dependent load is not pipelined" },
        { "ldr r0,[r1]; adds r0,#1", 3, "a load's user waits for its data phase only" },
        { "str r0,[r1,#4]", 1, "3.3: STR immediate is always 1" },
        { "strb r0,[r1]; strb r0,[r1,#1]", 2, "3.3" },
        { "str r0,[r1,r2]; adds r3,#1", 3, "3.3: STR with register offset is 2" },
        { "strh r0,[r1,r2]; adds r3,#1", 3, "3.3" },
        { "ldr r0,[r1]; str r2,[r3,#4]", 2, "jnk0le M3/M4: a store behind a load removes its stall" },
        { "str r0,[r1,#4]; ldr r2,[r3]; adds r4,#1", 5, "jnk0le M3/M4: a store cannot be pipelined with a following load" },
        { "str r0,[r1,#4]; ldm r2,{r3,r4}", 5, "jnk0le M3/M4: nor with a following LDM" },
        { "str r0,[r1,#4]; stm r2!,{r3,r4}", 4, "jnk0le M3/M4: but with STM" },
        { "str r0,[r1,r2]; nop", 2, "jnk0le M3/M4: a store with a register as offset eats a following NOP" },
        { "str r0,[r1,r2]; mov r3,r4", 3, "jnk0le M3/M4: but no MOV" },
        { "str r0,[r1],#4; str r2,[r3],#4", 2, "jnk0le M4: stores that move alternating bases are 1" },
        { "ldr r0,[r1]; nop", 2, "jnk0le M3/M4: a load eats a following NOP" },
        { "ldr r0,[r1]; cmp r2,r3", 3, "jnk0le M3/M4: but no CMP" },
        { "adds r1,#4; ldr r0,[r1]; adds r2,#1", 5, "3.3: address from the instruction before: +1" },
        { "adds r1,#4; adds r2,#1; ldr r0,[r1]; adds r2,#1", 5, "one instruction between hides it" },
        { "adds r1,#4; str r0,[r1]", 3, "3.3 for stores" },
        { "adds r0,#4; str r0,[r1]", 2, "data of a store may come late" },
        { "ldr r0,[r1],#4; ldr r2,[r1],#4; adds r3,#1", 4, "MLPerf Tiny images: loads on one moving base chain" },
        { "ldr r0,[r1],#4; ldr r2,[r3],#4; adds r4,#1", 4, "jnk0le M4: alternating bases chain" },
        { "ldr r0,[r1]; ldr r2,[r1,#4]; adds r3,#1", 4, "3.3" },

        // Lists: 1 + N
        { "ldm r0,{r1,r2,r3,r4}", 5, "T3-1: 1 + N" },
        { "ldm r0!,{r1,r2}", 3, "T3-1" },
        { "stm r0!,{r1,r2,r3}", 4, "T3-1" },
        { "push {r4,r5,r6,lr}", 5, "T3-1" },
        { "pop {r4,r5,r6}", 4, "T3-1" },
        { "push.w {r4-r11,lr}", 10, "T3-1" },
        { "ldrd r0,r1,[r2]", 3, "T3-1: 1 + N" },
        { "strd r0,r1,[r2,#8]", 3, "T3-1" },
        { "ldr r0,[r1]; ldm r2,{r3,r4}", 5, "3.3: LDM is not pipelined" },
        { "ldrex r0,[r1]", 2, "T3-1" },
        { "strex r0,r1,[r2]", 2, "T3-1" },

        // IT
        { "cmp r0,r1; it eq; moveq r2,r3", 2, "3.3: IT folds behind a 16-bit instruction" },
        { "cmp.w r0,r8; it eq; moveq r2,r3", 3, "but not behind a 32-bit one" },
        { "mrs r0,primask", 2, "T3-1: 1 or 2" },

        // Floating point, table 7-1
        { "vadd.f32 s0,s1,s2", 1, "T7-1" },
        { "vmul.f32 s0,s1,s2", 1, "T7-1" },
        { "vabs.f32 s0,s1", 1, "T7-1" },
        { "vcmp.f32 s0,s1", 1, "T7-1" },
        { "vcvt.s32.f32 s0,s1", 1, "T7-1" },
        { "vmov.f32 s0,#1.0", 1, "T7-1" },
        { "vmla.f32 s0,s1,s2", 3, "T7-1" },
        { "vfma.f32 s0,s1,s2", 3, "T7-1" },
        { "vmov s0,r0", 1, "T7-1" },
        { "vmov r0,r1,s0,s1", 2, "T7-1" },
        { "vldr s0,[r0]", 2, "T7-1" },
        { "vldr d0,[r0]", 3, "T7-1" },
        { "vstr s0,[r0]", 2, "T7-1" },
        { "vstr d0,[r0]", 3, "T7-1" },
        { "vpush {s16-s19}", 5, "T7-1: 1 + N" },
        { "vldmia r0!,{d0-d1}", 5, "T7-1: 1 + 2 N" },
        { "vadd.f32 s0,s1,s2; vadd.f32 s3,s0,s2", 3, "7.2.3: result used by the next instruction: +1" },
        { "vadd.f32 s0,s1,s2; vadd.f32 s3,s4,s5; vadd.f32 s6,s0,s2", 3, "7.2.3" },
        { "vmul.f32 s0,s1,s2; vmla.f32 s0,s3,s4", 4, "7.2.3: an addend is read later" },
        { "vdiv.f32 s0,s1,s2; adds r0,#1; adds r1,#1", 3, "7.2.3: integer instructions go on behind VDIV" },
        { "vdiv.f32 s0,s1,s2; vadd.f32 s3,s4,s5", 15, "T7-1: VDIV takes 14" },
        { "vsqrt.f32 s0,s1; vmov r0,s0", 15, "T7-1: VSQRT takes 14" },
    };

    public static TheoryData<string, int, string> Branches => new()
    {
        { "b .", 2, "T3-1: 1 + P, P = 1" },
        { "bne .", 2, "T3-1; measured (bcond)" },
        { "cbz r0,.+8", 3, "decided when it executes; measured (cbz)" },
        { "bl .", 2, "T3-1; measured (bl_blx_bx_mov_pc_lr)" },
        { "bx lr", 2, "sent out at decode; measured (bl_blx_bx_mov_pc_lr)" },
        { "mov lr,r3; bx lr", 4, "LR written just before: when it executes; measured (the same)" },
        { "mov r8,r3; bx lr", 3, "measured (the same)" },
        { "bx r8", 3, "T3-1; measured (the same)" },
        { "blx lr", 2, "as BX LR; measured (the same)" },
        { "mov lr,r3; blx lr", 4, "measured (the same)" },
        { "blx r3", 3, "T3-1; measured (the same)" },
        { "mov pc,lr", 2, "as BX LR; measured (the same)" },
        { "mov pc,r3", 3, "T3-1: 1 + P; measured (the same)" },
        { "pop {pc}", 5, "T3-1: 1 + N + P, P = 3; measured (pop_pc)" },
        { "pop {r4,pc}", 6, "measured (pop_pc)" },
        { "pop {r4,r5,pc}", 7, "measured (pop_pc)" },
        { "tbb [pc,r0]", 6, "T3-1: 2 + P, of which an addition; measured (tbb_tbh)" },
        { "ldr pc,[sp],#4", 5, "T3-1: LDR PC is 2 + P; measured (ldr_pc)" },
        { "subs r0,#1; bne .", 3, "measured on STM32F103: an empty loop takes 3" },
    };

    [Theory]
    [MemberData(nameof(Straight))]
    public void Straight_code(string source, int cycles, string reason)
    {
        Assembler.Assemble([.. Straight.Select(r => r.Data.Item1)]);
        Assert.NotEmpty(reason);
        MicroBenchmark.Check(s_board, TestBoards.Flash, TestBoards.Sram, source, cycles);
    }

    /// <summary>Measured: cmemu's instruction tests on STM32F100, code in flash without wait states; a Cortex-M4 (CC2652) gives the same from RAM.</summary>
    [Theory]
    [MemberData(nameof(Branches))]
    public void Taken_branches(string source, int cycles, string reason)
    {
        Assembler.Assemble([.. Branches.Select(r => r.Data.Item1)]);
        Assert.NotEmpty(reason);
        MicroBenchmark.Check(s_board, TestBoards.Flash, TestBoards.Sram, source, cycles, taken: true);
    }

    /// <summary>Loops of 16 copies with SUBS and BNE, measured with DWT.CYCCNT on an STM32F103 at 8 MHz without wait states.</summary>
    [Theory]
    [InlineData("adds r1,#1", 19)]
    [InlineData("muls r1,r2,r1", 19)]
    [InlineData("str r1,[r3]", 19)]
    [InlineData("ldr r1,[r3]", 20)]
    [InlineData("ldr r3,[r3]", 35)]
    [InlineData("ldm r3,{r4,r5,r6,r7}", 83)]
    public void Loops_of_sixteen(string body, int cycles)
    {
        string loop = MicroBenchmark.Times(16, body) + "; subs r0,#1; bne .";
        MicroBenchmark.Check(s_board, TestBoards.Flash, TestBoards.Sram, loop, cycles, taken: true);
    }

    [Fact]
    public void Loads_of_different_memories_do_not_chain()
    {
        // jnk0le, Cortex-M3/M4: loads are pipelined only when all go to the same memory block.
        var bench = new Bench(s_board);
        uint end = bench.Put(TestBoards.Flash, "ldr r0,[r1]; ldr r2,[r3]; adds r4,#1");
        bench.Block(TestBoards.Flash, end).Read(TestBoards.Sram).Read(TestBoards.Sram2);
        Assert.Equal(5, bench.Cycles);
    }

    [Fact]
    public void Loads_over_the_one_bus_for_data_of_the_code_region_chain()
    {
        // Arm DDI 0439D, section 2.3.1: one DCode bus below 0x20000000, on which an address phase overlaps the data phase before it.
        var bench = new Bench(s_board);
        uint end = bench.Put(TestBoards.Flash, "ldr r0,[r1]; ldr r2,[r3]; adds r4,#1");
        bench.Block(TestBoards.Flash, end).Read(TestBoards.Ccm).Read(TestBoards.Flash + 0x100);
        Assert.Equal(4, bench.Cycles);
    }

    [Theory]
    [InlineData("adds r2,#4; ldr r0,[r1,r2]; adds r4,#1", TestBoards.Ccm, 1, 6)] // calibrated on PSoC 62, whose SRAM lies there
    [InlineData("adds r2,#4; ldr r0,[r1,r2]; adds r4,#1", TestBoards.Ccm, 0, 5)]
    [InlineData("adds r2,#4; ldr r0,[r1,r2]; adds r4,#1", TestBoards.Sram, 1, 5)] // jnk0le: one cycle earlier than normally
    [InlineData("adds r1,#4; ldr r0,[r1,#4]; adds r4,#1", TestBoards.Ccm, 1, 5)]
    [InlineData("adds r2,#4; nop; ldr r0,[r1,r2]; adds r4,#1", TestBoards.Ccm, 1, 5)]
    public void An_offset_from_the_instruction_before_may_be_later_on_a_chips_code_buses(string code, uint address, int late, int cycles)
    {
        var bench = new Bench(s_board with { Core = s_board.Core with { LateOffsetCycles = late } });
        uint end = bench.Put(TestBoards.Flash, code);
        bench.Block(TestBoards.Flash, end).Read(address);
        Assert.Equal(cycles, bench.Cycles);
    }

    /// <summary>
    /// A branch that waits in decode behind a long instruction has sent its target out already, so that a 32-bit instruction across words there is at hand.
    /// Measured: Embench edn, -Os, on STM32F100, an iteration of whose FIR filter takes 9 cycles, not 10.
    /// </summary>
    [Theory]
    [InlineData(CoreKind.CortexM3, "mla r3,r8,r7,r3", 1 + 2 + 1 + 2)] // MLA takes two cycles
    [InlineData(CoreKind.CortexM4, "mla r3,r8,r7,r3", 1 + 1 + 1 + 2 + 1)] // and one here: the second word of the target is waited for
    public void A_branch_behind_a_long_instruction_fetches_its_target_early(CoreKind core, string last, int cycles)
    {
        var bench = new Bench(TestBoards.ZeroWait(core));
        uint begin = TestBoards.Flash + 2, end = bench.Put(begin, $"add.w r4,r4,r5; cmp r4,r6; {last}; bne .");
        for (int i = 0; i < 4; i++) bench.Block(begin, end);
        long before = bench.Cycles;
        bench.Block(begin, end);
        Assert.Equal(cycles, bench.Cycles - before);
    }

    [Theory]
    [InlineData(4u, 0x2000_0002u, 1)]
    [InlineData(4u, 0x2000_0001u, 2)]
    [InlineData(4u, 0x2000_0003u, 2)]
    [InlineData(2u, 0x2000_0001u, 1)]
    [InlineData(2u, 0x2000_0002u, 0)]
    public void Unaligned_accesses_take_longer(uint size, uint address, int more)
    {
        // Arm DDI 0439D, section 3.3.2
        var bench = new Bench(s_board);
        uint end = bench.Put(TestBoards.Flash, size == 4 ? "ldr r0,[r1]; adds r4,#1" : "ldrh r0,[r1]; adds r4,#1");
        bench.Block(TestBoards.Flash, end).Read(address, size);
        Assert.Equal(3 + more, bench.Cycles);
        Assert.Equal(more, bench.Model.Causes[McuSim.Timing.CycleCause.Unaligned]);
    }

    [Fact]
    public void Three_wide_instructions_across_words_behind_a_long_one_wait_for_the_fetch()
    {
        // eprint 2025/523: a multi-cycle instruction and then three 32-bit instructions across words stall.
        MicroBenchmark.Check(s_board, TestBoards.Flash, TestBoards.Sram, "ldm r0!,{r1,r2,r3,r4}; add.w r8,r8,r9; add.w r8,r8,r9; add.w r8,r8,r9", 9);
        MicroBenchmark.Check(s_board, TestBoards.Flash, TestBoards.Sram, "ldm.w r0!,{r1,r2,r3,r4}; add.w r8,r8,r9; add.w r8,r8,r9; add.w r8,r8,r9", 8);
    }

    /// <summary>compendium.i-0.nl, "Instruction alignment: rules": a group of three or more takes one extra cycle, whatever its length.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(4, 1)]
    [InlineData(8, 1)]
    [InlineData(20, 1)]
    public void A_group_of_wide_instructions_across_words_waits_once(int count, int wait)
    {
        string group = MicroBenchmark.Times(count, "add.w r8,r8,r9");
        MicroBenchmark.Check(s_board, TestBoards.Flash, TestBoards.Sram, $"ldm r0!,{{r1,r2,r3,r4}}; {group}; movs r0,#0; movs r1,#0", 5 + count + wait + 2);
    }

    /// <summary>The same source: wide instructions at words never wait.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public void Wide_instructions_at_words_do_not_wait(int count) =>
        MicroBenchmark.Check(s_board, TestBoards.Flash, TestBoards.Sram, "ldm.w r0!,{r1,r2,r3,r4}; " + MicroBenchmark.Times(count, "add.w r8,r8,r9"), 5 + count);

    [Fact]
    public void Entering_a_wide_instruction_in_the_middle_of_a_word_takes_two_fetches()
    {
        MicroBenchmark.Check(s_board, TestBoards.Flash + 2, TestBoards.Sram, "add.w r0,r1,r2", 2);
        MicroBenchmark.Check(s_board, TestBoards.Flash, TestBoards.Sram, "add.w r0,r1,r2", 1);
    }
}
