using McuSim.Timing.Decoding;

namespace McuSim.Tests.Timing.Decoding;

public sealed class DecoderTests
{
    private const ulong Flags = Registers.Flags;

    [Theory]
    [InlineData("adds r0,r1,r2", 0b110, 0b1 | Flags)]
    [InlineData("add r8,r9", 0b11_0000_0000, 0b1_0000_0000)]
    [InlineData("adc.w r0,r1,r2", 0b110 | Flags, 0b1)]
    [InlineData("cmp r1,#3", 0b10, Flags)]
    [InlineData("muls r1,r2,r1", 0b110, 0b10 | Flags)]
    [InlineData("smlald r0,r1,r2,r3", 0b1111, 0b11)]
    [InlineData("movt r3,#1", 0b1000, 0b1000)]
    [InlineData("bfi r0,r1,#4,#4", 0b11, 0b1)]
    [InlineData("sel r0,r1,r2", 0b110 | Registers.Ge, 0b1)]
    [InlineData("uadd8 r0,r1,r2", 0b110, 0b1 | Registers.Ge)]
    [InlineData("ldr r0,[r1],#4", 0b10, 0b11)]
    [InlineData("ldr r0,[r1,r2]", 0b110, 0b1)]
    [InlineData("str r0,[r1,#4]!", 0b11, 0b10)]
    [InlineData("ldm r1!,{r2,r3}", 0b10, 0b1110)]
    [InlineData("ldm r1,{r1,r2}", 0b10, 0b110)]
    [InlineData("push {r0,lr}", Registers.Sp | Registers.Lr | 1, Registers.Sp)]
    [InlineData("pop {r4,pc}", Registers.Sp, Registers.Sp | 0b1_0000)]
    [InlineData("ldrd r0,r1,[r2],#8", 0b100, 0b111)]
    [InlineData("bl .", 0, Registers.Lr)]
    [InlineData("beq .", Flags, 0)]
    [InlineData("cbz r3,.+8", 0b1000, 0)]
    [InlineData("vadd.f32 s1,s2,s3", 0b1100UL << 32, 0b10UL << 32)]
    [InlineData("vmla.f32 s0,s1,s2", 0b111UL << 32, 0b1UL << 32)]
    [InlineData("vadd.f64 d1,d2,d3", 0xF0UL << 32, 0xCUL << 32)]
    [InlineData("vldr d1,[r0]", 1, 0xCUL << 32)]
    [InlineData("vpush {s16-s17}", (3UL << 48) | Registers.Sp, Registers.Sp)]
    [InlineData("vmov r0,r1,d0", 3UL << 32, 0b11)]
    [InlineData("vmov s3,r1", 0b10, 8UL << 32)]
    [InlineData("vmrs apsr_nzcv,fpscr", Registers.FloatFlags, Flags)]
    public void Registers_read_and_written(string source, ulong reads, ulong writes)
    {
        Instruction instruction = One(source);
        Assert.Equal((reads, writes), (instruction.Reads, instruction.Writes));
    }

    [Theory]
    [InlineData("ldr r0,[pc,#8]", 1, 4)]
    [InlineData("ldrsh r0,[r1,#2]", 1, 2)]
    [InlineData("strb r0,[r1]", 1, 1)]
    [InlineData("ldrd r0,r1,[r2]", 2, 4)]
    [InlineData("push.w {r4-r8,lr}", 6, 4)]
    [InlineData("vldr d0,[r0]", 1, 8)]
    [InlineData("vldmia r0,{d0-d2}", 3, 8)]
    [InlineData("vstmia r0!,{s0-s2}", 3, 4)]
    [InlineData("tbh [pc,r0,lsl #1]", 1, 2)]
    [InlineData("pld [r0]", 0, 0)]
    public void Memory_accesses(string source, int count, int bytes)
    {
        Instruction instruction = One(source);
        Assert.Equal((count, bytes), (instruction.AccessCount, instruction.AccessBytes));
    }

    [Theory]
    [InlineData("add r0,r1,r2,lsl #2", Operand2.ShiftedRegister, 0b100)]
    [InlineData("add.w r0,r1,r2", Operand2.Register, 0)]
    [InlineData("add r0,r1,#255", Operand2.Constant, 0)]
    [InlineData("addw r0,r1,#4095", Operand2.Constant, 0)]
    [InlineData("mov.w r0,#0x00ff00ff", Operand2.PatternConstant, 0)]
    [InlineData("mov.w r0,#0xff000000", Operand2.ShiftedConstant, 0)]
    [InlineData("ssat r0,#8,r1,asr #3", Operand2.ShiftedRegister, 0b10)]
    [InlineData("pkhbt r0,r1,r2,lsl #16", Operand2.Register, 0b100)]
    [InlineData("sxtb16 r0,r1,ror #8", Operand2.Register, 0)]
    internal void Second_operands_and_what_is_needed_early(string source, Operand2 operand2, ulong early)
    {
        Instruction instruction = One(source);
        Assert.Equal((operand2, early), (instruction.Operand2, instruction.EarlyReads));
    }

    [Theory]
    [InlineData("b .", BranchKind.Direct, false)]
    [InlineData("bne .", BranchKind.Direct, true)]
    [InlineData("bne.w .+4096", BranchKind.Direct, true)]
    [InlineData("bl .", BranchKind.Call, false)]
    [InlineData("bx lr", BranchKind.Return, false)]
    [InlineData("bx r3", BranchKind.Indirect, false)]
    [InlineData("blx r3", BranchKind.IndirectCall, false)]
    [InlineData("pop {r4,pc}", BranchKind.Return, false)]
    [InlineData("pop {r4}", BranchKind.None, false)]
    [InlineData("ldr pc,[sp],#4", BranchKind.Return, false)]
    [InlineData("ldr pc,[r0,r1,lsl #2]", BranchKind.Indirect, false)]
    [InlineData("tbb [pc,r0]", BranchKind.Indirect, false)]
    [InlineData("mov pc,lr", BranchKind.Return, false)]
    internal void Branches(string source, BranchKind kind, bool conditional)
    {
        Instruction instruction = One(source);
        Assert.Equal((kind, conditional), (instruction.Branch, instruction.Conditional));
    }

    [Fact]
    public void An_IT_block_makes_its_instructions_conditional_and_keeps_the_flags()
    {
        List<Instruction> code = Decoder.Decode(Assembler.Assemble("ittt eq; addeq r0,r1; moveq r2,#1; lsleq r3,r4,#1; adds r0,r1,r2"), 0);
        Assert.Equal([false, true, true, true, false], code.Select(i => i.Conditional));
        Assert.Equal([false, false, false, false, true], code.Select(i => (i.Writes & Flags) != 0));
    }

    [Fact]
    public void Every_table_row_can_be_reached()
    {
        // A row that another one before it hides would be dead.
        var random = new Random(1);
        foreach (Encoding row in DecoderTables.All)
        {
            bool reached = Enumerable.Range(0, 4000).Any(_ =>
            {
                uint code = ((uint)random.NextInt64(1L << row.Width) & ~row.Mask) | row.Value;
                return ReferenceEquals(DecoderTables.Match(code, row.Width), row);
            });
            Assert.True(reached, row.Name);
        }
    }

    private static Instruction One(string source) => Assert.Single(Decoder.Decode(Assembler.Assemble(source), 0));
}
