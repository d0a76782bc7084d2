using McuSim.Boards;
using McuSim.Machine;
using static McuSim.Tests.Machine.ExceptionPrograms;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class ExceptionTests
{
    private const uint EnableRegister = 0xE000_E100, PendRegister = 0xE000_E200, Priorities = 0xE000_E400, Aircr = 0xE000_ED0C, Icsr = 0xE000_ED04, Shpr3 = 0xE000_ED20;

    /// <summary>Interrupts 0 and 1 log themselves, interrupt 2 makes interrupt 1 pending while it runs.</summary>
    [Theory]
    [InlineData(0x0080_4080u, 0u, "18 17 118", "18 17 17r 18r")] // more urgent: at once
    [InlineData(0x0080_8080u, 0u, "18 118 17", "18 17t 17r")] // as urgent: when the handler returns, without going back
    [InlineData(0x0080_C080u, 0u, "18 118 17", "18 17t 17r")] // less urgent
    [InlineData(0x0080_4080u, 7u, "18 118 17", "18 17t 17r")] // all priorities in one group
    [InlineData(0x0080_4080u, 6u, "18 17 118", "18 17 17r 18r")] // two groups
    [InlineData(0x0080_8F80u, 3u, "18 118 17", "18 17t 17r")] // the lower four bits do not exist
    public void Preemption_follows_the_priorities(uint priorities, uint group, string log, string exceptions)
    {
        foreach (CoreKind core in new[] { CoreKind.CortexM3, CoreKind.CortexM4, CoreKind.CortexM7, CoreKind.CortexM33 })
        {
            foreach (RecordedAccesses accesses in new[] { RecordedAccesses.All, RecordedAccesses.None })
            {
                using var machine = new McuMachine(Board(core), Interrupts(Poke), new MachineOptions { Accesses = accesses });
                var recorder = new Recorder();
                machine.Observers.Add(recorder);
                machine.WriteRegister(CoreRegister.R5, 0x1234_5678);
                machine.RunPokes((Aircr, 0x05FA_0000 | (group << 8)), (Priorities, priorities), (EnableRegister, 7), (PendRegister, 4));
                Assert.Equal(log, string.Join(" ", machine.LogBytes()));
                Assert.Equal(exceptions, recorder.Exceptions());
                Assert.Equal((StackTop, 0u, 0x1234_5678u), (machine.ReadRegister(CoreRegister.Sp), machine.ReadRegister(CoreRegister.Xpsr) & 0x1FF, machine.ReadRegister(CoreRegister.R5)));
            }
        }
    }

    [Theory]
    [InlineData(CoreKind.CortexM0)]
    [InlineData(CoreKind.CortexM0Plus)]
    public void Armv6_has_four_priorities(CoreKind core)
    {
        // Priorities 0x80 and 0xA0 are the same with two bits, 0x40 is more urgent.
        using var machine = new McuMachine(Board(core), Interrupts(MaskedPoke).With(Code + (2 * (uint)MaskedPoke.Length), 0xE7FE)); // no B.W there
        machine.SetPokes((Priorities, 0x0040_A080), (EnableRegister, 7), (PendRegister, 3), (Icsr, 1u << 28));
        Assert.Equal(StopReason.ReachedAddress, machine.Run(Code + (2 * (uint)MaskedPoke.Length), Limit(1000)));
        Assert.Equal("14 16 17", string.Join(" ", machine.LogBytes()));
    }

    [Fact]
    public void Masked_interrupts_wait_and_come_in_the_order_of_urgency()
    {
        using var machine = new McuMachine(Board(), Interrupts(MaskedPoke));
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        machine.RunPokes((Priorities, 0x0080_4080), (Shpr3, 0x20F0_0000), (EnableRegister, 3), (PendRegister, 3), (Icsr, 1u << 28), (Icsr, 1u << 26));
        Assert.Equal("15 17 16 14", string.Join(" ", machine.LogBytes()));
        Assert.Equal("15 17t 16t 14t 14r", recorder.Exceptions());
    }

    [Fact]
    public void Basepri_lets_only_more_urgent_interrupts_through()
    {
        using var machine = new McuMachine(Board(), Interrupts(BasePriorityPoke));
        machine.RunPokes((Priorities, 0x0080_4060), (EnableRegister, 3), (PendRegister, 3));
        Assert.Equal("17 77 16", string.Join(" ", machine.LogBytes()));
    }

    [Fact]
    public void Nmi_and_the_software_trigger_work_and_disabled_interrupts_only_wait()
    {
        using var machine = new McuMachine(Board(), Interrupts(Poke).WithHandler(2, LogHandler));
        machine.RunPokes((PendRegister, 1), (0xE000_EF00, 1), (Icsr, 1u << 31), (EnableRegister, 2), (0xE000_E280, 1), (EnableRegister, 1));
        Assert.Equal("2 17", string.Join(" ", machine.LogBytes()));
    }

    /// <summary>uadd8 r6,r7,r7 sets GE; the handler's movs r2,#0; uadd8 r3,r2,r2; bx lr clears it; sel r6,r7,r5 afterwards takes R7 where it is set.</summary>
    [Fact]
    public void An_exception_keeps_the_program_s_greater_or_equal_flags()
    {
        using var machine = new McuMachine(Board(), Interrupts([0xFA87, 0xF647, .. Poke, 0xFAA7, 0xF685]).WithHandler(16, 0x2200, 0xFA82, 0xF342, 0x4770));
        machine.WriteRegister(CoreRegister.R7, uint.MaxValue);
        machine.RunPokes((EnableRegister, 1), (PendRegister, 1));
        Assert.Equal(uint.MaxValue, machine.ReadRegister(CoreRegister.R6));
    }

    [Fact]
    public void The_vector_table_can_move_to_ram()
    {
        using var machine = new McuMachine(Board(), Interrupts(Poke));
        machine.RunPokes((Ram + 0x800 + (16 * 4), (Handlers + (17 * 0x80)) | 1), (0xE000_ED08, Ram + 0x800), (EnableRegister, 1), (PendRegister, 1));
        Assert.Equal("16", string.Join(" ", machine.LogBytes()));
        machine.Reset();
        machine.RunPokes((EnableRegister, 2), (PendRegister, 2));
        Assert.Equal("17", string.Join(" ", machine.LogBytes()));
    }

    [Fact]
    public void The_stack_is_aligned_and_put_back()
    {
        using var machine = new McuMachine(Board(), Interrupts(Poke));
        machine.WriteRegister(CoreRegister.Sp, StackTop - 4);
        machine.WriteRegister(CoreRegister.R12, 0xAABB_CCDD);
        machine.RunPokes((EnableRegister, 1), (PendRegister, 1));
        Assert.Equal(StackTop - 4, machine.ReadRegister(CoreRegister.Sp));
        uint frame = StackTop - 0x28;
        Assert.Equal((PendRegister, 1u, 0xAABB_CCDDu, uint.MaxValue), (machine.Word(frame), machine.Word(frame + 4), machine.Word(frame + 16), machine.Word(frame + 20)));
        Assert.Equal(1u << 9, machine.Word(frame + 28) & 0x3FF);
    }

    [Fact]
    public void A_missing_handler_is_named()
    {
        using var machine = new McuMachine(Board(), Interrupts(Poke));
        machine.SetPokes((EnableRegister, 8), (PendRegister, 8));
        Assert.Equal(FaultKind.BadVector, Assert.Throws<FirmwareFaultException>(() => machine.Run(End, Limit(100))).Fault.Kind);
    }

    [Fact]
    public void Snapshots_hold_what_is_pending_and_active()
    {
        using var machine = new McuMachine(Board(), Interrupts(Poke));
        machine.SetPokes((Priorities, 0x0080_4080), (EnableRegister, 7), (PendRegister, 4));
        Assert.Equal(StopReason.ReachedAddress, machine.Run(Handlers + (17 * 0x80), Limit(1000))); // interrupt 1 inside interrupt 2
        using MachineSnapshot snapshot = machine.Capture();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(1000)));
            Assert.Equal("18 17 118", string.Join(" ", machine.LogBytes()));
            if (i == 1) machine.Reset();
            machine.Restore(snapshot);
        }
    }

    private static FirmwareImage Interrupts(ushort[] program)
    {
        FirmwareImage image = Image(ToEnd(program)).WithHandler(18, NestingHandler);
        foreach (int number in new[] { 14, 15, 16, 17 })
            image = image.WithHandler(number, LogHandler);
        return image;
    }
}
