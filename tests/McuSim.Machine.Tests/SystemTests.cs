using McuSim.Boards;
using McuSim.Machine;
using static McuSim.Tests.Machine.ExceptionPrograms;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class SystemTests
{
    private static readonly MachineOptions s_asChip = new() { DeliverFaults = true };

    // PSP = 0x20002000, CONTROL.SPSEL = 1; vmov s0,r5; movs r6,#1; svc #3; vmov r7,s0
    private static readonly ushort[] s_threadA =
        [0xF04F, 0x2020, 0xF380, 0x8809, 0x2002, 0xF380, 0x8814, 0xF3BF, 0x8F6F, 0xEE00, 0x5A10, 0x2601, 0xDF03, 0xEE10, 0x7A10];

    // vmov s0,r4; movs r6,#99; vmov s1,r6; ICSR = PENDSVSET; dsb; isb; b .
    private static readonly ushort[] s_threadB =
        [0xEE00, 0x4A10, 0x2663, 0xEE00, 0x6A90, 0x4804, 0xF04F, 0x5180, 0x6001, 0xF3BF, 0x8F4F, 0xF3BF, 0x8F6F, 0xE7FE, 0xED04, 0xE000];

    // ICSR = PENDSVSET; bx lr
    private static readonly ushort[] s_pendSwitch = [0x4802, 0xF04F, 0x5180, 0x6001, 0x4770, 0x0000, 0xED04, 0xE000];

    // As a real-time kernel does it: saves r4-r11, lr and, for an FPU frame, s16-s31 below PSP, swaps PSP with the word at 0x20000200, loads the same again.
    private static readonly ushort[] s_switch =
    [
        0xF3EF, 0x8009, 0xF3BF, 0x8F6F, 0xF01E, 0x0F10, 0xBF08, 0xED20, 0x8A10, 0xE920, 0x4FF0, 0x4A07, 0x6811, 0x6010, 0xE8B1, 0x4FF0, 0xF01E, 0x0F10, 0xBF08, 0xECB1, 0x8A10,
        0xF381, 0x8809, 0xF3BF, 0x8F6F, 0x4770, 0x0200, 0x2000,
    ];

    // DWT.CYCCNT on; SysTick every 10,000 cycles; r5 = 5; 1: wfi; subs r5,#1; bne 1b; r6 = CYCCNT
    private static readonly ushort[] s_sleeper =
    [
        0x4808, 0x2101, 0x6001, 0x4808, 0xF242, 0x710F, 0x6041, 0x6081, 0x2107, 0x6001, 0x2505, 0xBF30, 0x3D01, 0xD1FC, 0x4803, 0x6806, 0xE006, 0x0000,
        0x1000, 0xE000, 0xE010, 0xE000, 0x1004, 0xE000,
    ];

    // SysTick every 1,000 cycles; r5 = 100,000; 1: subs r5,#1; bne 1b; SysTick off
    private static readonly ushort[] s_busy =
        [0x4806, 0xF240, 0x31E7, 0x6041, 0x6081, 0x2107, 0x6001, 0x4D04, 0x3D01, 0xD1FD, 0x2100, 0x6001, 0xE004, 0x0000, 0xE010, 0xE000, 0x86A0, 0x0001];

    [Theory]
    [InlineData(CoreKind.CortexM4, 0xFFFF_FFFDu, 0xFFFF_FFEDu)]
    [InlineData(CoreKind.CortexM7, 0xFFFF_FFFDu, 0xFFFF_FFEDu)]
    [InlineData(CoreKind.CortexM33, 0xFFFF_FFBCu, 0xFFFF_FFACu)]
    public void Two_threads_keep_their_stacks_and_floating_point_registers(CoreKind core, uint basicReturn, uint extendedReturn)
    {
        const uint Current = Ram + 0x200, StackA = Ram + 0x2000, FrameB = Ram + 0x3000, CodeB = Code + 0x80;
        FirmwareImage image = Image(ToEnd(s_threadA)).With(CodeB, s_threadB).WithHandler(11, s_pendSwitch).WithHandler(14, s_switch);
        using McuMachine machine = new McuMachine(Board(core), image).WithFpu();
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        machine.WriteRegister(CoreRegister.R4, 0x4000_0000);
        machine.WriteRegister(CoreRegister.R5, 0x3F80_0000);
        Put(Current, FrameB);
        Put(FrameB, 0x4040_0000); // r4 of thread B
        Put(FrameB + 32, basicReturn);
        Put(FrameB + 36 + 24, CodeB);
        Put(FrameB + 36 + 28, 1 << 24);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(1000)));
        Assert.Equal("11 14t 14r 14 14r", recorder.Exceptions());
        Assert.Equal((1u, 0x3F80_0000u, 0x4000_0000u, StackA), (machine.ReadRegister(CoreRegister.R6), machine.ReadRegister(CoreRegister.R7), machine.ReadRegister(CoreRegister.R4), machine.ReadRegister(CoreRegister.Sp)));

        // Thread B waits with s16-s31 and r4-r11, lr below a frame of 26 words.
        uint savedB = machine.Word(Current), hardwareB = savedB + 36 + 64;
        Assert.Equal(extendedReturn, machine.Word(savedB + 32));
        Assert.Equal((0x4040_0000u, 99u), (machine.Word(hardwareB + 32), machine.Word(hardwareB + 36))); // s0, s1
        Assert.Equal(FrameB + 36 + 32, hardwareB + 0x68 + ((machine.Word(hardwareB + 28) >> 9 & 1) * 4));

        void Put(uint address, uint value) => BitConverter.TryWriteBytes(machine.Memory(address, 4), value);
    }

    [Fact]
    public void A_timer_interrupts_as_often_as_it_says()
    {
        foreach (ulong factor in new ulong[] { 1, 3 })
        {
            FirmwareImage image = Image(s_busy).With(Code + (2 * (uint)s_busy.Length), BranchToEnd(Code + (2 * (uint)s_busy.Length))).WithHandler(15, CountHandler);
            using var machine = new McuMachine(Board(), image);
            machine.CycleSource = () => (ulong)machine.InstructionsExecuted * factor;
            machine.Run(End, Limit(1_000_000));
            long ticks = machine.Word(Log), cycles = machine.InstructionsExecuted * (long)factor;
            Assert.InRange(ticks, (cycles / 1000) - 1, cycles / 1000);
            Assert.InRange(machine.InstructionsExecuted, 200_000 + (5 * ticks), 200_030 + (5 * ticks));
        }
    }

    [Fact]
    public void Sleep_passes_the_time_to_the_next_interrupt()
    {
        FirmwareImage image = Image(s_sleeper).With(Code + (2 * (uint)s_sleeper.Length), BranchToEnd(Code + (2 * (uint)s_sleeper.Length))).WithHandler(15, CountHandler);
        using var machine = new McuMachine(Board(), image, s_asChip);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(1000)));
        Assert.Equal(5u, machine.Word(Log));
        Assert.InRange(machine.ReadRegister(CoreRegister.R6), 50_000u, 50_040u);
        Assert.InRange(machine.SleepCycles, 49_900ul, 50_000ul);
        Assert.Equal(machine.Cycles, machine.SleepCycles + (ulong)machine.InstructionsExecuted);
    }

    [Fact]
    public void A_sleep_that_nothing_ends_is_named()
    {
        using var machine = new McuMachine(Board(), Image([new Symbol("idle", Code, 8, SymbolKind.Function)], 0x2001, 0xBF30, 0xE7FD), s_asChip);
        var error = Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(100)));
        Assert.Equal(FaultKind.SleepsForever, error.Fault.Kind);
        Assert.Contains("waits for an interrupt that never comes, in idle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_was_sent_ends_one_wait()
    {
        using var machine = new McuMachine(Board(), Image(0xBF40, 0xBF20, 0x2007, 0xBF20, 0xE7FE), s_asChip); // sev; wfe; movs r0,#7; wfe
        Assert.Equal(FaultKind.SleepsForever, Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(100))).Fault.Kind);
        Assert.Equal(7u, machine.ReadRegister(CoreRegister.R0));
    }

    /// <summary>A load, a jump and an undefined instruction: (exception, CFSR, HFSR) without and with the fault's own handler.</summary>
    [Theory]
    [InlineData(0x6801, 0x6000_0000u, false, 3u, 0x8200u, 0x4000_0000u)] // ldr r1,[r0]
    [InlineData(0x6801, 0x6000_0000u, true, 5u, 0x8200u, 0u)]
    [InlineData(0x6001, 0x0800_0000u, true, 5u, 0x8200u, 0u)] // str r1,[r0] to flash
    [InlineData(0xDE00, 0u, false, 3u, 0x1_0000u, 0x4000_0000u)]
    [InlineData(0xDE00, 0u, true, 6u, 0x1_0000u, 0u)]
    public void Faults_go_to_their_handlers(int instruction, uint r0, bool enabled, uint exception, uint cfsr, uint hfsr)
    {
        ushort[] code = ToEnd([.. Poke, 0x4640, 0x2233, (ushort)instruction, 0x2311]); // mov r0,r8; movs r2,#0x33; ...; movs r3,#0x11
        FirmwareImage image = Image(code);
        foreach (int number in new[] { 3, 4, 5, 6 })
            image = image.WithHandler(number, FaultHandler);
        using var machine = new McuMachine(Board(), image, s_asChip);
        machine.WriteRegister(CoreRegister.R0 + 8, r0);
        machine.RunPokes((0xE000_ED24, enabled ? 0x7_0000u : 0));
        Assert.Equal(new FaultReport(exception, cfsr, hfsr, Code + (2 * (uint)Poke.Length) + 4), Report(machine));
        if ((cfsr & 0x8000) != 0) Assert.Equal(r0, machine.Word(Ram + 0x300 + 16));
        Assert.Equal((0x33u, 0x11u), (machine.ReadRegister(CoreRegister.R2), machine.ReadRegister(CoreRegister.R3)));
    }

    [Fact]
    public void A_fault_in_a_fault_handler_becomes_a_hard_fault_and_one_in_that_locks_up()
    {
        ushort[] code = ToEnd([.. Poke, 0xDE00]);
        FirmwareImage image = Image(code).WithHandler(6, 0xDE01, 0x4770).WithHandler(3, FaultHandler); // UsageFault: udf #1; bx lr
        using var machine = new McuMachine(Board(), image, s_asChip);
        machine.SetPokes((0xE000_ED24, 0x7_0000));
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        machine.Run(null, Limit(60));
        Assert.StartsWith("6 3 3r 6r", recorder.Exceptions(), StringComparison.Ordinal);
        Assert.Equal(new FaultReport(3, 0x1_0000, 0x4000_0000, Handlers + (6 * 0x80)), Report(machine));

        using var locked = new McuMachine(Board(), image.WithHandler(3, 0xDE02), s_asChip);
        locked.SetPokes((0xE000_ED24, 0x7_0000));
        FirmwareFault fault = Assert.Throws<FirmwareFaultException>(() => locked.Run(End, Limit(1000))).Fault;
        Assert.Equal((FaultKind.UndefinedInstruction, Handlers + (3 * 0x80)), (fault.Kind, fault.ProgramCounter));
    }

    [Fact]
    public void Text_goes_out_through_the_trace_port()
    {
        // strb 'H', strb 'i' to port 0; str "!!!\n" to port 1
        ushort[] code = [0xF05F, 0x4060, 0x2148, 0x7001, 0x2169, 0x7001, 0x4901, 0x6041, 0xE002, 0x0000, 0x2121, 0x0A21];
        var text = new List<(int, char)>();
        using var machine = new McuMachine(Board(), Image(ToEnd([.. code, 0xBF00])), new MachineOptions { TraceOutput = (port, value) => text.Add((port, (char)value)) });
        machine.Run(End, Limit(100));
        Assert.Equal([(0, 'H'), (0, 'i'), (1, '!'), (1, '!'), (1, '!'), (1, '\n')], text);
    }

    [Fact]
    public void A_thread_without_privileges_is_interrupted_and_gets_its_stack_back()
    {
        // PSP = 0x20002000, CONTROL = 3; movs r0,#1; msr primask,r0 (ignored); svc #0; mrs r7,control; mrs r6,psp (reads 0)
        ushort[] thread = [0xF04F, 0x2020, 0xF380, 0x8809, 0x2003, 0xF380, 0x8814, 0xF3BF, 0x8F6F, 0x2001, 0xF380, 0x8810, 0xDF00, 0xF3EF, 0x8714, 0xF3EF, 0x8609];
        // mrs r5,control; mrs r0,primask; str r0,[sp]; enables interrupt 0 and makes it pending; bx lr
        ushort[] handler = [0xF3EF, 0x8514, 0xF3EF, 0x8010, 0x9000, 0x4803, 0x2101, 0x6001, 0xF500, 0x7080, 0x6001, 0x4770, 0xE100, 0xE000];
        using var machine = new McuMachine(Board(), Image([new Symbol("__stack_limit", Ram + 0x100, 0, SymbolKind.Other)], ToEnd(thread)).WithHandler(11, handler).WithHandler(16, CountHandler));
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        machine.WriteRegister(CoreRegister.R6, 5);
        machine.Memory(StackTop, 4).Fill(0xEE);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(1000)));
        Assert.Equal("11 16t 16r", recorder.Exceptions());
        Assert.Equal(1u, machine.Word(Log));
        Assert.Equal((1u, 3u, 0u, Ram + 0x2000), (machine.ReadRegister(CoreRegister.R5), machine.ReadRegister(CoreRegister.R7), machine.ReadRegister(CoreRegister.R6), machine.ReadRegister(CoreRegister.Sp)));
        Assert.Equal(0u, machine.Word(StackTop)); // PRIMASK did not change
    }

    [Fact]
    public void A_reset_that_the_program_asks_for_ends_the_run()
    {
        using var machine = new McuMachine(Board(), Image(Poke), s_asChip);
        machine.SetPokes((0xE000_ED0C, 0x05FA_0004));
        Assert.Equal(StopReason.ResetRequested, machine.Run(End, Limit(1000)));
    }

    private static FaultReport Report(McuMachine machine) => new(
        machine.Word(Ram + 0x300), machine.Word(Ram + 0x304), machine.Word(Ram + 0x308), machine.Word(Ram + 0x300 + 20));

    private sealed record FaultReport(uint Exception, uint Cfsr, uint Hfsr, uint StackedPc);

    [Fact]
    public void Profiling_counters_count_in_eight_bits_while_they_are_on()
    {
        // ldr r1,=DWT; mov.w r0,#0x3E0000; str r0,[r1]; b 1f; 1: ldr r2,[r1,#CPICNT]; ldr r3,[r1,#LSUCNT]; ldr r4,[r1,#FOLDCNT]; movs r0,#0; str r0,[r1]; b 2f; 2: ldr r5,[r1,#CPICNT]; b .
        using var machine = new McuMachine(Board(), Image(
            0x4906, 0xF44F, 0x1078, 0x6008, 0xE7FF, 0x688A, 0x694B, 0x698C, 0x2000, 0x6008, 0xE7FF, 0x688D, 0xE7FE, 0xBF00, 0x1000, 0xE000));
        var profile = new CycleProfile(100, 0, 200, 300);
        machine.ProfileSource = () => profile;
        machine.Run(Code + 0x0A, Limit(50));
        profile = new CycleProfile(107, 0, 500, 309);
        machine.Run(Code + 0x16, Limit(50));
        Assert.Equal((7u, 300u & 0xFF, 9u), (machine.ReadRegister(CoreRegister.R2), machine.ReadRegister(CoreRegister.R3), machine.ReadRegister(CoreRegister.R4)));
        profile = new CycleProfile(1000, 0, 1000, 1000);
        machine.Run(Code + 0x18, Limit(50));
        Assert.Equal(7u, machine.ReadRegister(CoreRegister.R5));
    }
}
