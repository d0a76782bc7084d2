using McuSim.Boards;
using McuSim.Machine;
using McuSim.Tests.Machine.Conformance;
using static McuSim.Tests.Machine.ExceptionPrograms;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine.Translation;

/// <summary>Translated code against the engine alone: the same events, registers, memory, instructions and faults.</summary>
public sealed class EquivalenceTests
{
    private const uint Data = Ram + 0x1000;

    private static readonly TranslationOptions s_everything = new(Threshold: 0, Waits: true);
    private static readonly Form[] s_forms = [.. IntegerForms.All, .. MemoryForms.All, .. MemoryForms.All, .. ConditionalForms.All];

    [Theory]
    [InlineData(CoreKind.CortexM4, false)]
    [InlineData(CoreKind.CortexM7, true)]
    [InlineData(CoreKind.CortexM4, true, true)]
    public void Random_programs_do_the_same(CoreKind core, bool isInterrupted, bool usesFloat = false)
    {
        int blocks = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            ushort[] code = RandomProgram(new Random(seed), isInterrupted, usesFloat);
            FirmwareImage image = Image(code).WithHandler(15, CountHandler);
            using McuMachine machine = Compare($"seed {seed}", core, image, seed % 3 == 2 ? RecordedAccesses.None : RecordedAccesses.All, 12, new Random(seed));
            blocks += machine.TranslatedBlocks;
        }

        Assert.True(blocks > 600, $"{blocks} blocks were translated.");
    }

    [Fact]
    public void Code_that_changes_itself_does_what_it_says_then()
    {
        // In RAM: loop: adds r0,#1 ; subs r3,#1 ; bne loop ; strh r5,[r4] (makes it adds r0,#2) ; mov r3,r6 ; subs r7,#1 ; bne loop ; bx lr
        ushort[] inRam = [0x3001, 0x3B01, 0xD1FC, 0x8025, 0x4633, 0x3F01, 0xD1F8, 0x4770];
        ushort[] code =
        [
            .. Immediate(1, Ram + 0x400), .. inRam.SelectMany((half, i) => (ushort[])[.. Immediate(2, half), (ushort)(0x8000 | (i << 6) | (1 << 3) | 2)]), // strh r2,[r1,#2i]
            0x2000, .. Immediate(4, Ram + 0x400), .. Immediate(5, 0x3002), 0x2320, 0x2620, 0x2703, 0x3101, 0x4788, // adds r1,#1; blx r1
        ];
        using McuMachine machine = Compare("self-modifying", CoreKind.CortexM4, Image(ToEnd(code)), RecordedAccesses.All, 40, new Random(1));
        Assert.Equal(32u + (2 * 64u), machine.ReadRegister(CoreRegister.R0));
    }

    [Fact]
    public void A_page_that_ends_with_a_nop_is_followed_by_the_next()
    {
        const uint page = Flash + 0x800; // adds r0,#1; nop; |page| adds r1,#1; cmp r1,#40; bne (before the page); b end
        FirmwareImage image = Image(Branch(Code, page)).With(page - 4, 0x3001, 0xBF00, 0x3101, 0x2928, 0xD1FA).With(page + 6, BranchToEnd(page + 6));
        using McuMachine machine = Compare("nop", CoreKind.CortexM4, image, RecordedAccesses.All, 60, new Random(3));
        Assert.Equal(40u, machine.ReadRegister(CoreRegister.R1));
    }

    [Fact]
    public void An_if_then_block_that_a_page_divides_is_translated()
    {
        const uint page = Flash + 0x800; // adds r0,#1; lsls r3,r0,#31; itte eq; addeq r1,#1; |page| addeq r2,#1; addne r6,#1; cmp r0,#40; bne (before the page); b end
        FirmwareImage image = Image(Branch(Code, page - 8)).With(page - 8, 0x3001, 0x07C3, 0xBF06, 0x3101, 0x3201, 0x3601, 0x2828, 0xD1F7).With(page + 8, BranchToEnd(page + 8));
        using McuMachine machine = Compare("page in an IT block", CoreKind.CortexM4, image, RecordedAccesses.All, 60, new Random(3));
        Assert.Equal((20u, 20u, 20u), (machine.ReadRegister(CoreRegister.R1), machine.ReadRegister(CoreRegister.R2), machine.ReadRegister(CoreRegister.R6)));
        Assert.Equal(4, machine.TranslatedBlocks);
    }

    [Theory]
    [InlineData(0x681A)] // ldr r2,[r3]
    [InlineData(0xCB06)] // ldm r3!,{r1,r2}
    [InlineData(0x601A)] // str r2,[r3]
    public void A_fault_in_the_middle_of_a_block_is_the_same(int access)
    {
        // loop: str r5,[r4],#4 ; subs r6,#1 ; (it eq ; moveq r3,r7 ;) access ; adds r0,#1 ; movs r5,r0 ; b loop
        ushort[] code =
        [
            .. Immediate(4, Data), .. Immediate(3, Data + 0x2000), .. Immediate(7, 0x6000_0002), .. Immediate(6, 300), 0x2000, 0x2500,
            0xF844, 0x5B04, 0x3E01, 0xBF08, 0x463B, (ushort)access, 0x3B00, 0x3001, 0x0005, 0xE7F5,
        ];
        using McuMachine machine = Compare("fault", CoreKind.CortexM4, Image(code), RecordedAccesses.All, 60, new Random(2));
        Assert.True(machine.TranslatedBlocks > 0);
    }

    private static ushort[] RandomProgram(Random random, bool isInterrupted, bool usesFloat)
    {
        Form[] forms = usesFloat ? [.. s_forms, .. FloatingForms.Single, .. FloatingForms.Single, .. FloatingForms.Single] : s_forms;
        List<ushort> code = [.. Immediate(9, Data), .. Immediate(8, 60)];
        // str r1, [r0] switches the unit on; vmov.f32 s1, #3; s2, #10; vdiv.f32 s0, s1, s2 rounds
        if (usesFloat) code.AddRange([.. Immediate(0, 0xE000_ED88), .. Immediate(1, 0xF0_0000), 0x6001, 0xF3BF, 0x8F4F, 0xF3BF, 0x8F6F, 0xEEF0, 0x0A08, 0xEEB2, 0x1A04, 0xEE80, 0x0A81]);
        if (isInterrupted) code.AddRange([.. Immediate(0, 0xE000_E010), .. Immediate(1, (uint)random.Next(40, 400)), 0x6041, 0x2107, 0x6001]); // SysTick
        int start = code.Count;
        for (int i = random.Next(10, 120); i > 0; i--)
        {
            Form form = forms[random.Next(forms.Length)];
            if (form.UsesMemory) code.Add(0x4648); // mov r0, r9
            if (random.Next(6) == 0) code.AddRange([0xF509, 0x7980 | 0, 0xF5A9, 0x7980]); // add.w r9,#256; sub.w r9,#256
            if (random.Next(8) == 0) code.Add((ushort)(0xD000 | (random.Next(14) << 8) | (form.Code.Length - 1))); // over the form
            code.AddRange(form.Code);
            while (random.Next(3) == 0) code.Add(0xBF00); // nop
            if (random.Next(8) == 0) code.Add(0xE7FF); // b .+2
            if (random.Next(12) == 0) code.AddRange([0xF000, 0xF801, 0xE002, 0xB580, 0xBD80, 0xBF00]); // bl 1f; b 2f; 1: push {r7,lr}; pop {r7,pc}; nop; 2:
            if (code.Count > 1500) break;
        }

        uint at = Code + (2 * (uint)code.Count);
        code.AddRange([0xF1B8, 0x0801, 0xD002, .. Branch(at + 6, Code + (2 * (uint)start)), 0xBF00]); // subs.w r8,#1; beq 1f; b.w loop; 1:
        return ToEnd([.. code]);
    }

    private static ushort[] Immediate(int register, uint value)
    {
        return [.. Half(0xF240, value & 0xFFFF), .. Half(0xF2C0, value >> 16)]; // movw, movt

        ushort[] Half(uint opcode, uint half) => [(ushort)(opcode | ((half >> 11 & 1) << 10) | (half >> 12)), (ushort)(((half >> 8 & 7) << 12) | ((uint)register << 8) | (half & 0xFF))];
    }

    private static McuMachine Compare(string name, CoreKind core, FirmwareImage image, RecordedAccesses accesses, int runs, Random random)
    {
        var engine = new McuMachine(Board(core), image, new MachineOptions { Translation = TranslationOptions.None, Accesses = accesses });
        var translated = new McuMachine(Board(core), image, new MachineOptions { Translation = s_everything, Accesses = accesses });
        EventHash expected = new() { Events = [] }, found = new() { Events = [] };
        engine.Observers.Add(expected);
        translated.Observers.Add(found);
        for (int i = 0; i < runs; i++)
        {
            RunLimits limit = Limit(random.Next(20, 900));
            (object one, object other) = (Outcome(engine, limit), Outcome(translated, limit));
            Assert.True(EventHash.FirstDifference(expected, found) is not { } difference, $"{name}, run {i}: {EventHash.FirstDifference(expected, found)}");
            Assert.True(one.Equals(other), $"{name}, run {i}: {one}; {other}");
            Assert.Equal(engine.InstructionsExecuted, translated.InstructionsExecuted);
            for (CoreRegister r = CoreRegister.R0; r <= CoreRegister.Xpsr; r++)
            {
                if (r == CoreRegister.Pc && one is string) continue; // The message says where it is; the engine leaves the register anywhere in the block.
                Assert.True(engine.ReadRegister(r) == translated.ReadRegister(r), $"{name}, run {i}: {r} is {translated.ReadRegister(r):X8} instead of {engine.ReadRegister(r):X8}");
            }

            Assert.True(engine.Memory(Ram, (int)RamSize).SequenceEqual(translated.Memory(Ram, (int)RamSize)), $"{name}, run {i}: memory");
            if (one is not StopReason.InstructionLimit) break;
        }

        engine.Dispose();
        return translated;
    }

    private static object Outcome(McuMachine machine, RunLimits limits)
    {
        try
        {
            return machine.Run(End, limits);
        }
        catch (FirmwareFaultException e)
        {
            return e.Message;
        }
    }
}
