using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class FaultTests
{
    private const uint Nowhere = 0x6000_0000, Ccm = 0x1000_0000;

    /// <summary>Programs whose third halfword on faults: nothing before it may be blamed.</summary>
    public static TheoryData<FaultKind, uint, uint, ushort[]> Kinds => new()
    {
        // kind, R0 before, offset of the faulting instruction, code
        { FaultKind.UnmappedAccess, Nowhere, 4, [0x2105, 0x3101, 0x6802, 0x2307] }, // ldr r2,[r0]
        { FaultKind.UnmappedAccess, Nowhere, 4, [0x2105, 0x3101, 0x6002, 0x2307] }, // str r2,[r0]
        { FaultKind.UnmappedAccess, Nowhere, 4, [0x2105, 0x3101, 0xF850, 0x2B04, 0x2307] }, // ldr r2,[r0],#4
        { FaultKind.UnmappedAccess, Nowhere - 0x20, 4, [0x2105, 0x3101, 0xE9F0, 0x2308] }, // ldrd r2,r3,[r0,#32]!
        { FaultKind.UnmappedAccess, Nowhere, 4, [0x2105, 0x3101, 0xED90, 0x0A00] }, // vldr s0,[r0]
        { FaultKind.UnmappedAccess, Nowhere, 4, [0x2105, 0x3101, 0xECB0, 0x0A04] }, // vldmia r0!,{s0-s3}
        { FaultKind.UnmappedAccess, Nowhere, 4, [0x2105, 0x3101, 0xC80C] }, // ldm r0!,{r2,r3}
        { FaultKind.UnmappedAccess, Nowhere, 4, [0x2100, 0x3101, 0xF810, 0x2021] }, // ldrb r2,[r0,r1,lsl #2]
        { FaultKind.UnmappedAccess, Nowhere, 4, [0x2100, 0x3101, 0xE8D0, 0xF001] }, // tbb [r0,r1]
        { FaultKind.WriteToReadOnly, Flash, 4, [0x2105, 0x3101, 0x7002, 0x2307] }, // strb r2,[r0]
        { FaultKind.UndefinedInstruction, 0, 4, [0x2105, 0x3101, 0xDE01, 0x2307] }, // udf #1
        { FaultKind.Breakpoint, 0, 4, [0x2105, 0x3101, 0xBE01, 0x2307] }, // bkpt #1
        { FaultKind.SupervisorCall, 0, 4, [0x2105, 0x3101, 0xDF01, 0x2307] }, // svc #1
        { FaultKind.Runaway, 0, 4, [0x2105, 0x3101, 0xFFFF, 0xFFFF] }, // erased flash
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Names_the_kind_and_the_instruction(FaultKind kind, uint r0, uint offset, ushort[] code)
    {
        foreach (RecordedAccesses accesses in new[] { RecordedAccesses.All, RecordedAccesses.None })
        {
            FirmwareFaultException error = Fault(CoreKind.CortexM4, r0, accesses, code);
            Assert.Equal(ExitCode.FirmwareFault, error.ExitCode);
            Assert.Equal((kind, Code + offset, true), (error.Fault.Kind, error.Fault.ProgramCounter, error.Fault.IsExact));
            Assert.Equal($"start+0x{offset:x}", error.Fault.Location.ToString());
            Assert.Contains($"in start+0x{offset:x} (at 0x{Code + offset:X8})", error.Message, StringComparison.Ordinal);
            Assert.Equal(Code + offset, error.Fault.Registers[(int)CoreRegister.Pc]);
        }
    }

    [Theory]
    [InlineData(0x6802, 4, false)] // ldr r2,[r0]
    [InlineData(0x7002, 1, true)] // strb r2,[r0]
    public void Names_the_access(int instruction, int size, bool isWrite)
    {
        FirmwareFault fault = Fault(CoreKind.CortexM4, Nowhere + 8, RecordedAccesses.All, 0x2105, (ushort)instruction).Fault;
        Assert.Equal(new FaultAccess(Nowhere + 8, size, isWrite), fault.Access);
    }

    [Theory]
    [InlineData(Nowhere | 1, FaultKind.FetchUnmapped, Nowhere)]
    [InlineData(Ccm | 1, FaultKind.FetchNotExecutable, Ccm)]
    [InlineData(0x4000_0001u, FaultKind.FetchNotExecutable, 0x4000_0000u)]
    [InlineData(Flash, FaultKind.ArmState, Flash)]
    [InlineData(0xFFFF_FFF9u, FaultKind.ExceptionReturn, 0xFFFF_FFF8u)]
    [InlineData(Ram | 0x1001, FaultKind.Runaway, Ram | 0x1000)]
    [InlineData(Flash | 0x8001, FaultKind.Runaway, Flash | 0x8000)]
    public void Explains_a_jump_into_the_void(uint target, FaultKind kind, uint programCounter)
    {
        FirmwareFault fault = Fault(CoreKind.CortexM4, target, RecordedAccesses.All, 0x2105, 0x4780).Fault; // blx r0
        Assert.Equal((kind, programCounter), (fault.Kind, fault.ProgramCounter));
        Assert.Equal("start+0x2", fault.Backtrace[0].Location.ToString());
        Assert.Equal(Code + 4, fault.Backtrace[0].ReturnAddress);
    }

    [Theory]
    [InlineData(CoreKind.CortexM0, 0x6802)] // ldr r2,[r0]
    [InlineData(CoreKind.CortexM0Plus, 0x8002)] // strh r2,[r0]
    public void Small_cores_need_aligned_addresses(CoreKind core, int instruction)
    {
        FirmwareFault fault = Fault(core, Ram + 1, RecordedAccesses.All, 0x2105, (ushort)instruction, 0x2307).Fault;
        Assert.Equal((FaultKind.Unaligned, Code + 2), (fault.Kind, fault.ProgramCounter));
        Assert.Equal(Ram + 1, fault.Access!.Value.Address);
    }

    [Fact]
    public void A_core_without_an_fpu_says_so() =>
        Assert.Equal(FaultKind.NoCoprocessor, Fault(CoreKind.CortexM3, 0, RecordedAccesses.All, 0x2105, 0xEE00, 0x0A10).Fault.Kind); // vmov s0,r0

    public static TheoryData<CoreKind, FpuKind, bool, FaultKind?, ushort[]> FloatingPoint => new()
    {
        { CoreKind.CortexM4, FpuKind.Single, true, null, [0xEE30, 0x0A81] }, // vadd.f32 s0,s1,s2
        { CoreKind.CortexM4, FpuKind.Single, false, FaultKind.NoCoprocessor, [0xEE30, 0x0A81] },
        { CoreKind.CortexM4, FpuKind.None, true, FaultKind.NoCoprocessor, [0xEE30, 0x0A81] },
        { CoreKind.CortexM7, FpuKind.Double, true, null, [0xEE30, 0x0B01] }, // vadd.f64 d0,d0,d1
        { CoreKind.CortexM7, FpuKind.Single, true, FaultKind.UndefinedInstruction, [0xEE30, 0x0B01] },
        { CoreKind.CortexM7, FpuKind.Single, true, FaultKind.UndefinedInstruction, [0xEEB7, 0x0AC0] }, // vcvt.f64.f32 d0,s0
        { CoreKind.CortexM7, FpuKind.Single, true, null, [0xEC41, 0x0B10] }, // vmov d0,r0,r1
        { CoreKind.CortexM33, FpuKind.Single, true, null, [0xEEF1, 0xFA10] }, // vmrs apsr_nzcv,fpscr
        { CoreKind.CortexM33, FpuKind.Single, false, FaultKind.NoCoprocessor, [0xEEF1, 0xFA10] },
    };

    [Theory]
    [MemberData(nameof(FloatingPoint))]
    public void Floating_point_needs_the_boards_fpu_and_that_it_is_on(CoreKind core, FpuKind fpu, bool on, FaultKind? expected, ushort[] code)
    {
        Board board = Board(core) with { Core = new CoreDescription(core, fpu, 1) };
        using var machine = new McuMachine(board, Image(ToEnd([0x2105, .. code])), new MachineOptions { Accesses = RecordedAccesses.None });
        if (on)
            machine.WithFpu();
        for (int i = 0; i < 2; i++)
        {
            machine.WriteRegister(CoreRegister.Pc, Code);
            if (expected is null)
            {
                Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
                continue;
            }

            FirmwareFaultException exception = Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(100)));
            Assert.Equal((expected.Value, Code + 2), (exception.Fault.Kind, exception.Fault.ProgramCounter));
            Assert.Equal(fpu != FpuKind.None && !on, exception.Message.Contains("CPACR", StringComparison.Ordinal)); // what is missing is said
        }
    }

    public static TheoryData<bool, ushort[]> Transfers => new()
    {
        { false, [0x6802, 0x8803] }, // ldr r2,[r0]; ldrh r3,[r0]
        { false, [0xF8D0, 0x2004] }, // ldr.w r2,[r0,#4]
        { true, [0xE9D0, 0x2300] }, // ldrd r2,r3,[r0]
        { true, [0xE9C0, 0x2300] }, // strd r2,r3,[r0]
        { true, [0xC80C] }, // ldm r0!,{r2,r3}
        { true, [0xE920, 0x000C] }, // stmdb r0!,{r2,r3}
        { true, [0xED90, 0x0A00] }, // vldr s0,[r0]
        { true, [0xED90, 0x0B00] }, // vldr d0,[r0]
        { true, [0xBF04, 0x6802, 0xC80C] }, // itt eq: ldreq r2,[r0]; ldmeq r0!,{r2,r3}
    };

    [Theory]
    [MemberData(nameof(Transfers))]
    public void Multiple_transfers_need_aligned_addresses_on_every_core(bool faults, ushort[] code)
    {
        foreach (CoreKind core in new[] { CoreKind.CortexM4, CoreKind.CortexM7, CoreKind.CortexM33 })
        {
            foreach (uint address in new[] { Ram + 0x100, Ram + 0x102, Ram + 0x101 })
            {
                using McuMachine machine = new McuMachine(Board(core), Image(ToEnd([0x6819, .. code]))).WithFpu(); // ldr r1,[r3]
                machine.WriteRegister(CoreRegister.R0, address);
                machine.WriteRegister(CoreRegister.R3, Ram + 1);
                if (!faults || address == Ram + 0x100)
                {
                    Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
                    continue;
                }

                FirmwareFault fault = Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(100))).Fault;
                Assert.Equal((FaultKind.Unaligned, Code + (2 * (uint)(code.Length == 3 ? 3 : 1))), (fault.Kind, fault.ProgramCounter));
                Assert.InRange(fault.Access!.Value.Address, address - 8, address + 4);
            }
        }
    }

    [Fact]
    public void Instructions_up_to_the_fault_are_counted()
    {
        using var machine = new McuMachine(Board(), Image(0x2105, 0x2206, 0x2307, 0xDE01, 0x2408));
        Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(100)));
        Assert.Equal(3, machine.InstructionsExecuted);
    }

    [Fact]
    public void The_block_that_faults_reaches_the_observers_without_the_access_that_failed()
    {
        using var machine = new McuMachine(Board(), Image(0x6008, 0x6010, 0x2105)); // str r0,[r1]; str r0,[r2]
        machine.WriteRegister(CoreRegister.R1, Ram);
        machine.WriteRegister(CoreRegister.R2, Nowhere);
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(100)));
        Assert.Equal(["B 08000100", "W 20000000 4"], recorder.Text.Select(t => t.StartsWith('B') ? t[..10] : t));
    }

    [Fact]
    public void Equal_candidates_are_told_apart_by_the_recorded_accesses()
    {
        // ldr r2,[r0]; add r0,r1 (to nowhere); ldr r3,[r0]; ldr r4,[r0]
        ushort[] code = [0x6802, 0x4408, 0x6803, 0x6804];
        Assert.Equal((Code + 4, true), Locate(RecordedAccesses.All));
        Assert.Equal((Code, false), Locate(RecordedAccesses.None));

        (uint, bool) Locate(RecordedAccesses accesses)
        {
            using var machine = new McuMachine(Board(), Image(code), new MachineOptions { Accesses = accesses });
            machine.WriteRegister(CoreRegister.R0, Ram);
            machine.WriteRegister(CoreRegister.R1, Nowhere - Ram);
            FirmwareFault fault = Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(100))).Fault;
            return (fault.ProgramCounter, fault.IsExact);
        }
    }

    [Fact]
    public void Endless_recursion_overflows_the_stack()
    {
        // f: push {r4-r7,lr}; bl f
        using var machine = new McuMachine(Board(), Image([new Symbol("recurse", Code, 6, SymbolKind.Function)], 0xB5F0, 0xF7FF, 0xFFFD));
        FirmwareFault fault = Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(1_000_000))).Fault;
        Assert.Equal(FaultKind.StackOverflow, fault.Kind);
        Assert.Equal(Code, fault.ProgramCounter);
        Assert.Equal(32, fault.Backtrace.Length);
        Assert.All(fault.Backtrace, f => Assert.Equal("recurse+0x4", f.Location.ToString()));
    }

    [Fact]
    public void The_stack_limit_symbol_counts_where_memory_goes_on_below()
    {
        FirmwareImage image = Image([new Symbol("__stack_limit", Ram + 0x4000, 0, SymbolKind.Other)], 0xB5F0, 0xF7FF, 0xFFFD);
        using var machine = new McuMachine(Board(), image, new MachineOptions { Accesses = RecordedAccesses.None });
        FirmwareFault fault = Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(1_000_000))).Fault;
        Assert.Equal(FaultKind.StackOverflow, fault.Kind);
    }

    [Fact]
    public void Asking_for_a_reset_ends_the_run()
    {
        // ldr r0,=0xE000ED0C; ldr r1,=0x05FA0004; str r1,[r0]; b .
        using var machine = new McuMachine(Board(), Image(0x4801, 0x4902, 0x6001, 0xE7FE, 0xED0C, 0xE000, 0x0004, 0x05FA));
        Assert.Equal(FaultKind.ResetRequested, Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(1000))).Fault.Kind);
    }

    [Fact]
    public void The_backtrace_shows_the_callers()
    {
        // start: bl f; b .   f (at +0x20): push {r4,lr}; bl g   g (at +0x40): ldr r2,[r0] with r0 nowhere
        FirmwareImage image = Image(
            [new Symbol("start", Code, 8, SymbolKind.Function), new Symbol("f", Code + 0x20, 8, SymbolKind.Function), new Symbol("g", Code + 0x40, 8, SymbolKind.Function)],
            0xF000, 0xF80E, 0xE7FE)
            .With(Code + 0x20, 0xB510, 0xF000, 0xF80D, 0xBD10)
            .With(Code + 0x40, 0x6802, 0x4770);
        using var machine = new McuMachine(Board(), image);
        machine.WriteRegister(CoreRegister.R0, Nowhere);
        var error = Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(100)));
        Assert.Equal(["f+0x4", "start+0x2"], error.Fault.Backtrace.Select(f => f.Location.ToString()));
        Assert.Equal("The firmware read 4 bytes at 0x60000000, where board test has no memory, in g (at 0x08000140), called from f+0x4.", error.Message);
    }

    [Fact]
    public void A_region_that_ends_inside_a_page_ends_there()
    {
        var odd = new MemoryRegion("odd", MemoryKind.Sram, 0x2200_0100, 0x208, false, 0, 0, null);
        foreach ((uint address, bool isMemory) in new[] { (0x2200_00FCu, false), (0x2200_0100u, true), (0x2200_0304u, true), (0x2200_0308u, false) })
        {
            using var machine = new McuMachine(Board(CoreKind.CortexM4, odd), Image(ToEnd(0x6001)), new MachineOptions { Accesses = RecordedAccesses.None }); // str r1,[r0]
            machine.WriteRegister(CoreRegister.R0, address);
            if (isMemory)
                Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
            else
                Assert.Equal(FaultKind.UnmappedAccess, Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(100))).Fault.Kind);
        }
    }

    [Fact]
    public void A_machine_can_be_reset_after_a_fault()
    {
        using var machine = new McuMachine(Board(), Image(0x2105, 0x6802, 0xE7FE)); // movs r1,#5; ldr r2,[r0]
        for (int i = 0; i < 3; i++)
        {
            machine.WriteRegister(CoreRegister.R0, Nowhere);
            Assert.Throws<FirmwareFaultException>(() => machine.Run(Code + 4, Limit(100)));
            machine.Reset();
            Assert.Equal((0u, Code), (machine.ReadRegister(CoreRegister.R1), machine.ReadRegister(CoreRegister.Pc)));
        }
    }

    private static FirmwareFaultException Fault(CoreKind core, uint r0, RecordedAccesses accesses, params ushort[] code)
    {
        FirmwareImage image = Image([new Symbol("start", Code, 0x40, SymbolKind.Function)], code);
        using var machine = new McuMachine(Board(core), image, new MachineOptions { Accesses = accesses });
        if (core >= CoreKind.CortexM4)
            machine.WithFpu();
        machine.WriteRegister(CoreRegister.R0, r0);
        return Assert.Throws<FirmwareFaultException>(() => machine.Run(null, Limit(1_000_000)));
    }
}
