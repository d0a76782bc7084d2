using McuSim.Machine;
using McuSim.Machine.Debugging;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine.Debugging;

public sealed class DebugControlTests
{
    private static readonly MachineOptions Options = new() { Debuggable = true };

    // movs r0,#0; ldr r1,=Ram+0x100; loop: adds r0,#1; str r0,[r1]; ldr r2,[r1]; cmp r0,#10; bne loop; b end
    private static readonly ushort[] Loop = [0x2000, 0x4903, 0x3001, 0x6008, 0x680A, 0x280A, 0xD1FA, 0xE001, 0x0100, 0x2000];
    private const uint LoopStart = Code + 4, Store = Code + 6, Load = Code + 8;

    private static McuMachine Machine()
    {
        ushort[] code = [.. Loop, .. BranchToEnd(Code + (2 * (uint)Loop.Length))];
        return new McuMachine(Board(), Image(code), Options);
    }

    [Fact]
    public void A_breakpoint_inside_a_block_stops_before_its_instruction()
    {
        using McuMachine machine = Machine();
        machine.Debug!.AddBreakpoint(Store);
        for (uint turn = 1; turn <= 3; turn++)
        {
            Assert.Equal(StopReason.Breakpoint, machine.Run(End, RunLimits.None));
            Assert.Equal(Store, machine.ReadRegister(CoreRegister.Pc));
            Assert.Equal(turn, machine.ReadRegister(CoreRegister.R0));
            Assert.Equal(3 + (5 * (turn - 1)), machine.InstructionsExecuted);
        }

        machine.Debug.RemoveBreakpoint(Store);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, RunLimits.None));
    }

    [Fact]
    public void Steps_go_through_every_instruction_once()
    {
        using McuMachine machine = Machine();
        using McuMachine free = Machine();
        free.Run(End, RunLimits.None);
        int steps = 0;
        for (; machine.ReadRegister(CoreRegister.Pc) != End; steps++)
        {
            Assert.Equal(StopReason.Stepped, machine.Step());
            Assert.Equal(steps + 1, machine.InstructionsExecuted);
        }

        Assert.Equal(free.InstructionsExecuted, steps);
        Assert.Equal(10u, machine.ReadRegister(CoreRegister.R0));
    }

    [Theory]
    [InlineData(WatchKind.Write, Load)]
    [InlineData(WatchKind.Read, Load + 2)]
    public void A_watchpoint_stops_behind_the_access(WatchKind kind, uint expected)
    {
        using McuMachine machine = Machine();
        var watch = new Watchpoint(Ram + 0x102, 1, kind); // the third byte of the word
        Assert.True(machine.Debug!.AddWatchpoint(watch));
        Assert.Equal(StopReason.Watchpoint, machine.Run(End, RunLimits.None));
        Assert.Equal(expected, machine.ReadRegister(CoreRegister.Pc));
        Assert.Equal(Ram + 0x102, machine.Debug.WatchedAddress);
        machine.Debug.RemoveWatchpoint(watch);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, RunLimits.None));
    }

    [Fact]
    public void Observers_see_each_instruction_once()
    {
        using McuMachine machine = Machine();
        var bytes = new BlockBytes();
        machine.Observers.Add(bytes);
        machine.Debug!.AddBreakpoint(Load);
        while (machine.Run(End, RunLimits.None) == StopReason.Breakpoint)
            machine.Step();
        using McuMachine free = Machine();
        var expected = new BlockBytes();
        free.Observers.Add(expected);
        free.Run(End, RunLimits.None);
        Assert.Equal(expected.Sum, bytes.Sum);
        Assert.Equal(free.InstructionsExecuted, machine.InstructionsExecuted);
    }

    [Fact]
    public void An_endless_loop_of_one_instruction_stops_at_its_breakpoint_again()
    {
        using var machine = new McuMachine(Board(), Image(0xE7FE), Options);
        machine.Debug!.AddBreakpoint(Code);
        Assert.Equal(StopReason.Breakpoint, machine.Run(null, RunLimits.None));
        Assert.Equal(1, machine.InstructionsExecuted);
    }

    [Fact]
    public void Memory_flash_and_devices_can_be_read_and_written()
    {
        using McuMachine machine = Machine();
        Span<byte> word = stackalloc byte[4];
        Assert.True(machine.Debug!.TryRead(0xE000_ED00, word));
        Assert.Equal(0x410F_C240u, BitConverter.ToUInt32(word) & 0xFF0F_FFF0);
        Assert.True(machine.Debug.TryWrite(0xE000_ED08, BitConverter.GetBytes(Flash)));
        Assert.True(machine.Debug.TryWrite(LoopStart, [0x02, 0x30])); // adds r0, #2
        Assert.False(machine.Debug.TryWrite(0xF000_0000, [0]));
        machine.Run(End, RunLimits.None);
        Assert.Equal((5 * 5) + 4, machine.InstructionsExecuted);
    }

    private sealed class BlockBytes : IExecutionObserver
    {
        public long Sum { get; private set; }

        public void Observe(ReadOnlySpan<ulong> events)
        {
            foreach (ulong bits in events)
            {
                var e = new ExecutionEvent(bits);
                if (e.Kind == ExecutionEventKind.Block) Sum += e.Size;
            }
        }
    }
}
