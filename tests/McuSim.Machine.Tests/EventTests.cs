using McuSim.Boards;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class EventTests
{
    [Fact]
    public void Blocks_and_accesses_arrive_in_program_order()
    {
        // ldr r0,=0x20000100; movs r1,#7; strb r1,[r0]; ldrh r2,[r0]; push {r1,r2}; pop {r3,r4}; b end
        using var machine = new McuMachine(Board(), Image(0x4803, 0x2107, 0x7001, 0x8802, 0xB406, 0xBC18, 0xE001, 0xBF00, 0x0100, 0x2000, 0xE7FE));
        // The literal lies at Align(Code + 4, 4) + 12 = Code + 16.
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        machine.Run(Code + 20 - 4 + 2, Limit(7));
        Assert.Equal(
            [
                $"B {Code:X8} 14",
                $"R {Code + 16:X8} 4",
                "W 20000100 1",
                "R 20000100 2",
                $"W {StackTop - 8:X8} 4",
                $"W {StackTop - 4:X8} 4",
                $"R {StackTop - 8:X8} 4",
                $"R {StackTop - 4:X8} 4",
            ],
            recorder.Text);
    }

    [Fact]
    public void Stopping_and_going_on_repeats_no_event()
    {
        ushort[] loop = [0x6008, 0x3001, 0x680A, 0xE7FB]; // str r0,[r1]; adds r0,#1; ldr r2,[r1]; b loop
        string[] whole = Trace(m => m.Run(null, Limit(4000)));
        string[] pieces = Trace(m =>
        {
            while (m.InstructionsExecuted < 4000)
                m.Run(null, Limit(4 + (m.InstructionsExecuted % 5)));
        });
        Assert.Equal(whole, pieces);
        Assert.Equal(3000, whole.Length);

        string[] Trace(Action<McuMachine> run)
        {
            using var machine = new McuMachine(Board(), Image(loop));
            machine.WriteRegister(CoreRegister.R1, Ram);
            var recorder = new Recorder();
            machine.Observers.Add(recorder);
            run(machine);
            return recorder.Text;
        }
    }

    [Fact]
    public void Long_runs_lose_nothing_when_the_ring_fills()
    {
        // loop: str r0,[r1]; str r0,[r1,#4]; adds r0,#1; b loop
        using var machine = new McuMachine(Board(), Image(0x6008, 0x6048, 0x3001, 0xE7FB));
        machine.WriteRegister(CoreRegister.R1, Ram);
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        machine.Run(null, Limit(400_000));
        Assert.Equal(300_000, recorder.Events.Count);
        for (int i = 0; i < recorder.Events.Count; i++)
        {
            Assert.Equal(i % 3 == 0 ? ExecutionEventKind.Block : ExecutionEventKind.Write, recorder.Events[i].Kind);
            Assert.Equal((i % 3) switch { 0 => Code, 1 => Ram, _ => Ram + 4 }, recorder.Events[i].Address);
        }
    }

    [Fact]
    public void Only_the_accesses_asked_for_are_recorded()
    {
        ushort[] program = ToEnd(0x4801, 0x6001, 0xE002, 0xBF00, 0x0100, 0x2000, 0xBF00); // ldr r0,=0x20000100; str r1,[r0]; b over
        Assert.Equal(["B 08000100 6", "B 0800010C 6"], Trace(RecordedAccesses.None));
        Assert.Equal(["B 08000100 6", "R 08000108 4", "B 0800010C 6"], Trace(new RecordedAccesses([new AddressRange(Flash, Flash + 0xFFFF)])));
        Assert.Equal(["B 08000100 6", "W 20000100 4", "B 0800010C 6"], Trace(new RecordedAccesses([new AddressRange(Ram, Ram + 0xFFFF)])));

        string[] Trace(RecordedAccesses accesses)
        {
            using var machine = new McuMachine(Board(), Image(program), new MachineOptions { Accesses = accesses });
            var recorder = new Recorder();
            machine.Observers.Add(recorder);
            machine.Run(End, Limit(100));
            return recorder.Text;
        }
    }

    /// <summary>Unicorn issue 2309 reports false illegal instructions for IT blocks of loads and stores with every access hooked.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Conditional_loads_and_stores_work_with_every_access_recorded(bool equal)
    {
        // cmp r0,r1
        // itt eq:   ldreq r2,[r3]; streq r2,[r3,#4]
        // ite ne:   ldrne r2,[r3,#8]; streq r2,[r3,#12]
        // itttt eq: ldreq r4,[r3]; streq r4,[r3,#16]; ldreq r5,[r3,#4]; streq r5,[r3,#20]
        using var machine = new McuMachine(Board(), Image(ToEnd(
            0x4288, 0xBF04, 0x681A, 0x605A, 0xBF14, 0x689A, 0x60DA, 0xBF01, 0x681C, 0x611C, 0x685D, 0x615D)));
        machine.WriteRegister(CoreRegister.R0, 1);
        machine.WriteRegister(CoreRegister.R1, equal ? 1u : 2u);
        machine.WriteRegister(CoreRegister.R3, Ram);
        machine.Memory(Ram, 4)[0] = 99;
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
        Assert.Equal(
            equal
                ? ["B 08000100 28", "R 20000000 4", "W 20000004 4", "W 2000000C 4", "R 20000000 4", "W 20000010 4", "R 20000004 4", "W 20000014 4"]
                : ["B 08000100 28", "R 20000008 4"],
            recorder.Text);
        Assert.Equal(equal ? 99 : 0, machine.Memory(Ram + 0x14, 1)[0]);
        Assert.Equal(13, machine.InstructionsExecuted);
    }

    [Fact]
    public void Blocks_are_cut_at_page_borders_and_conditions_survive_the_cut()
    {
        // ...; cmp r0,r0; itttt eq | addeq r0,#1 ...: the border of 1 KB lies inside the IT block.
        uint start = Flash + 0x400 - 6;
        FirmwareImage image = Image(Branch(Code, start))
            .With(start, 0x4280, 0xBF01, 0x3001, 0x3001, 0x3001, 0x3001)
            .With(start + 12, BranchToEnd(start + 12));
        using var machine = new McuMachine(Board(), image);
        var recorder = new Recorder();
        machine.Observers.Add(recorder);
        // Every way to stop on the way: limits from one instruction on.
        while (machine.Run(End, Limit(4)) != StopReason.ReachedAddress)
            Assert.True(machine.InstructionsExecuted < 100);
        Assert.Equal(4u, machine.ReadRegister(CoreRegister.R0));
        Assert.Equal([$"B {Code:X8} 4", $"B {start:X8} 6", $"B {start + 6:X8} 10"], recorder.Text);
    }

    /// <summary>The engine reports the parts of an access that spans two of its pages as well; they would shift the numbers of all later accesses.</summary>
    [Theory]
    [InlineData(0x6802, "R", 4)] // ldr r2,[r0]
    [InlineData(0x8802, "R", 2)] // ldrh r2,[r0]
    [InlineData(0x6002, "W", 4)] // str r2,[r0]
    [InlineData(0x8002, "W", 2)] // strh r2,[r0]
    public void An_unaligned_access_is_one_event_wherever_it_lies(int instruction, string kind, int size)
    {
        for (uint address = Ram + 0x3FB; address <= Ram + 0x401; address += 2)
        {
            // ...; ldr r3,[r1]; ldrd r4,r5,[r1]
            using var machine = new McuMachine(Board(CoreKind.CortexM33), Image(ToEnd((ushort)instruction, 0x680B, 0xE9D1, 0x4500)));
            machine.WriteRegister(CoreRegister.R0, address);
            machine.WriteRegister(CoreRegister.R1, Ram);
            var recorder = new Recorder();
            machine.Observers.Add(recorder);
            Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
            Assert.Equal(
                ["B 08000100 12", $"{kind} {address:X8} {size}", $"R {Ram:X8} 4", $"R {Ram:X8} 4", $"R {Ram + 4:X8} 4"],
                recorder.Text);
        }
    }

    [Fact]
    public void An_observer_that_fails_ends_the_run_with_its_error()
    {
        using var machine = new McuMachine(Board(), Image(0xE7FE));
        machine.Observers.Add(new Thrower());
        Assert.Equal("boom", Assert.Throws<InvalidOperationException>(() => machine.Run(null, Limit(1_000_000))).Message);
    }

    [Fact]
    public void Recording_allocates_nothing()
    {
        // loop: str r0,[r1]; adds r0,#1; b loop
        using var machine = new McuMachine(Board(), Image(0x6008, 0x3001, 0xE7FC));
        machine.WriteRegister(CoreRegister.R1, Ram);
        machine.Run(null, Limit(1_000_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        machine.Run(null, Limit(3_000_000));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
    }

    private sealed class Thrower : IExecutionObserver
    {
        public void Observe(ReadOnlySpan<ulong> events) => throw new InvalidOperationException("boom");
    }
}
