using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class RunTests
{
    [Fact]
    public void Runs_from_the_reset_vector_until_an_address()
    {
        using var machine = new McuMachine(Board(), Image(ToEnd(0x202A))); // movs r0, #42
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, RunLimits.None));
        Assert.Equal(42u, machine.ReadRegister(CoreRegister.R0));
        Assert.Equal(End, machine.ReadRegister(CoreRegister.Pc));
        Assert.Equal(StackTop, machine.ReadRegister(CoreRegister.Sp));
        Assert.Equal(2, machine.InstructionsExecuted);
    }

    [Fact]
    public void Running_again_from_the_stop_address_goes_round_once()
    {
        // loop: adds r0, #1; b loop
        using var machine = new McuMachine(Board(), Image(0x3001, 0xE7FD));
        for (int i = 1; i <= 5; i++)
        {
            Assert.Equal(StopReason.ReachedAddress, machine.Run(Code, Limit(1000)));
            Assert.Equal((uint)i, machine.ReadRegister(CoreRegister.R0));
            Assert.Equal(2 * i, machine.InstructionsExecuted);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(1000)]
    [InlineData(1_000_001)]
    public void The_instruction_limit_stops_at_the_last_block_within_it(long limit)
    {
        // movs r0, #0; loop: adds r0, #1; adds r1, #1; b loop
        using var machine = new McuMachine(Board(), Image(0x2000, 0x3001, 0x3101, 0xE7FC), new MachineOptions { Accesses = RecordedAccesses.None });
        Assert.Equal(StopReason.InstructionLimit, machine.Run(null, Limit(limit)));
        Assert.InRange(machine.InstructionsExecuted, Math.Max(0, limit - 3), limit);
        if (limit >= 4)
            Assert.Equal((machine.InstructionsExecuted - 1) / 3, machine.ReadRegister(CoreRegister.R0));
    }

    [Fact]
    public void Limits_do_not_change_what_the_program_does()
    {
        ushort[] program = ToEnd(0x2000, 0x4902, 0x3003, 0x3901, 0xD1FC, 0xE001, 0x4240, 0x000F); // a loop of 1 000 000 turns, see below
        // movs r0,#0; ldr r1,=1000000; loop: adds r0,#3; subs r1,#1; bne loop; b over; .word 1000000; over:
        using var whole = new McuMachine(Board(), Image(program));
        whole.Run(End, RunLimits.None);
        using var pieces = new McuMachine(Board(), Image(program));
        int runs = 0;
        while (pieces.Run(End, Limit(12_345)) == StopReason.InstructionLimit)
            runs++;
        Assert.True(runs > 100);
        Assert.Equal(3_000_000u, whole.ReadRegister(CoreRegister.R0));
        Assert.Equal(3_000_000u, pieces.ReadRegister(CoreRegister.R0));
        Assert.Equal(whole.InstructionsExecuted, pieces.InstructionsExecuted);
    }

    [Fact]
    public void Reaching_a_limit_is_an_error_where_an_address_was_wanted()
    {
        using var machine = new McuMachine(Board(), Image([new Symbol("spin", Code, 2, SymbolKind.Function)], 0xE7FE));
        var error = Assert.Throws<McuSimException>(() => machine.RunTo(End, Limit(100)));
        Assert.Equal(ExitCode.LimitReached, error.ExitCode);
        Assert.Contains("100 instructions", error.Message, StringComparison.Ordinal);
        Assert.Contains("spin", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_limit_ends_an_endless_loop()
    {
        using var machine = new McuMachine(Board(), Image(0xE7FE));
        Assert.Equal(StopReason.TimeLimit, machine.Run(null, new RunLimits(WallTime: TimeSpan.FromMilliseconds(30))));
    }

    [Fact]
    public void Cancelling_ends_an_endless_loop_at_once()
    {
        using var machine = new McuMachine(Board(), Image(0xE7FE), new MachineOptions { Accesses = RecordedAccesses.None });
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(StopReason.Cancelled, machine.Run(null, RunLimits.None, source.Token));
        Assert.InRange(watch.ElapsedMilliseconds, 0, 2000);
        Assert.Throws<OperationCanceledException>(() => machine.RunTo(End, RunLimits.None, source.Token));
    }

    [Fact]
    public void Waiting_for_an_event_goes_on()
    {
        // movs r0,#1; wfi; adds r0,#1; wfe; adds r0,#1; yield; sev; wfe.w; adds r0,#1
        using var machine = new McuMachine(Board(), Image(ToEnd(0x2001, 0xBF30, 0x3001, 0xBF20, 0x3001, 0xBF10, 0xBF40, 0xF3AF, 0x8002, 0x3001)));
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
        Assert.Equal(4u, machine.ReadRegister(CoreRegister.R0));
        Assert.Equal(10, machine.InstructionsExecuted);
    }

    [Fact]
    public void Inputs_and_outputs_are_the_memory_itself()
    {
        // loop: ldr r0,[r1]; adds r0,#1; str r0,[r1,#4]; b loop
        using var machine = new McuMachine(Board(), Image(0x6808, 0x3001, 0x6048, 0xE7FB));
        machine.WriteRegister(CoreRegister.R1, Ram + 0x40);
        Span<byte> memory = machine.Memory(Ram + 0x40, 8);
        for (byte i = 0; i < 100; i++)
        {
            memory[0] = i;
            machine.Run(Code, Limit(100));
            Assert.Equal(i + 1, memory[4]);
        }
    }

    [Fact]
    public void Aliases_share_their_bytes()
    {
        using var machine = new McuMachine(Board(), Image(ToEnd(0x6008))); // str r0,[r1]
        machine.WriteRegister(CoreRegister.R0, 0x12345678);
        machine.WriteRegister(CoreRegister.R1, 0x3000_0040);
        machine.Run(End, RunLimits.None);
        Assert.Equal(0x12345678, BitConverter.ToInt32(machine.Memory(Ram + 0x40, 4)));
        Assert.Equal(0x12345678, BitConverter.ToInt32(machine.Memory(0x3000_0040, 4)));
    }

    [Fact]
    public void Memory_can_be_read_but_only_where_there_is_some()
    {
        using var machine = new McuMachine(Board(), Image(0xE7FE));
        byte[] bytes = new byte[4];
        Assert.True(machine.TryRead(Flash, bytes));
        Assert.Equal(StackTop, BitConverter.ToUInt32(bytes));
        Assert.False(machine.TryRead(0x4000_0000, bytes));
        Assert.False(machine.TryRead(Ram + RamSize - 2, bytes));
        Assert.False(machine.TryRead(0xFFFF_FFFE, bytes));
        foreach ((uint address, int length) in new[] { (Flash, 4), (Ram + RamSize - 2, 4), (0x4000_0000u, 4), (Ram, -1) })
            Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => machine.Memory(address, length).Length).ExitCode);
    }

    [Fact]
    public void Two_machines_run_on_two_threads()
    {
        ushort[] program = ToEnd(0x2000, 0x4902, 0x3003, 0x3901, 0xD1FC, 0xE001, 0x4240, 0x000F); // as above
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
        {
            using var machine = new McuMachine(Board(), Image(program));
            machine.Run(End, RunLimits.None);
            Assert.Equal(3_000_000u, machine.ReadRegister(CoreRegister.R0));
        });
    }

    [Theory]
    [InlineData(CoreKind.CortexM0)]
    [InlineData(CoreKind.CortexM0Plus)]
    [InlineData(CoreKind.CortexM3)]
    [InlineData(CoreKind.CortexM4)]
    [InlineData(CoreKind.CortexM7)]
    [InlineData(CoreKind.CortexM33)]
    public void Every_core_runs_and_tells_its_name(CoreKind core)
    {
        // ldr r0,=0xE000ED00; ldr r0,[r0]; b .
        using var machine = new McuMachine(Board(core), Image(0x4801, 0x6800, 0xE7FE, 0xBF00, 0xED00, 0xE000));
        machine.Run(Code + 4, Limit(10));
        uint part = core switch { CoreKind.CortexM0 => 0xC20u, CoreKind.CortexM0Plus => 0xC60, CoreKind.CortexM3 => 0xC23, CoreKind.CortexM4 => 0xC24, CoreKind.CortexM7 => 0xC27, _ => 0xD21 };
        Assert.Equal(part, (machine.ReadRegister(CoreRegister.R0) >> 4) & 0xFFF);
    }

    [Theory]
    [InlineData(Ram + 0x100, 0u)] // the whole instruction
    [InlineData(Ram + 0x400, 2u)] // the upper half of an unaligned word that spans two pages
    public void Code_that_a_program_writes_and_runs_and_writes_again_is_what_it_wrote(uint function, uint lead)
    {
        // str r0,[r1]; blx r3; mov r4,r2; str r5,[r1]; blx r3; b .
        using var machine = new McuMachine(Board(), Image(0x6008, 0x4798, 0x4614, 0x600D, 0x4798, 0xE7FE));
        BitConverter.TryWriteBytes(machine.Memory(function, 4), 0x4770_2200); // movs r2,#0; bx lr
        machine.WriteRegister(CoreRegister.R1, function - lead);
        machine.WriteRegister(CoreRegister.R3, function | 1);
        machine.WriteRegister(CoreRegister.R0, lead == 0 ? 0x4770_2205u : 0x2205_0000u);
        machine.WriteRegister(CoreRegister.R5, lead == 0 ? 0x4770_2206u : 0x2206_0000u);
        machine.Run(Code + 10, Limit(100));
        Assert.Equal((5u, 6u), (machine.ReadRegister(CoreRegister.R4), machine.ReadRegister(CoreRegister.R2)));
    }
}
