using McuSim.Machine;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class BreakpointTests
{
    // loop: adds r0,#1; bkpt 0xAB; adds r1,#1; cmp r1,#3; bne loop
    private static readonly ushort[] Calls = ToEnd(0x3001, 0xBEAB, 0x3101, 0x2903, 0xD1FA);

    [Fact]
    public void A_breakpoint_can_go_on_with_what_the_host_changed()
    {
        var seen = new List<(byte, uint)>();
        var options = new MachineOptions
        {
            Breakpoint = (m, imm) =>
        {
            seen.Add((imm, m.ReadRegister(CoreRegister.Pc)));
            m.WriteRegister(CoreRegister.R0, m.ReadRegister(CoreRegister.R0) * 10);
            return BreakpointAction.Continue;
        }
        };
        using var machine = new McuMachine(Board(), Image(Calls), options);
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
        Assert.Equal(Enumerable.Repeat(((byte)0xAB, Code + 2), 3), seen);
        Assert.Equal(1110u, machine.ReadRegister(CoreRegister.R0)); // ((0+1)*10+1)*10+1)*10
        Assert.Equal(3 * 5 + 1, machine.InstructionsExecuted);
    }

    [Fact]
    public void A_breakpoint_can_end_the_program_or_fault()
    {
        using var stops = new McuMachine(Board(), Image(Calls), new MachineOptions { Breakpoint = (_, _) => BreakpointAction.Stop });
        Assert.Equal(StopReason.Exited, stops.Run(End, Limit(100)));
        Assert.Equal(Code + 2, stops.ReadRegister(CoreRegister.Pc));
        using var faults = new McuMachine(Board(), Image(Calls), new MachineOptions { Breakpoint = (_, _) => BreakpointAction.Fault });
        Assert.Equal(FaultKind.Breakpoint, Assert.Throws<FirmwareFaultException>(() => faults.Run(End, Limit(100))).Fault.Kind);
    }

    [Fact]
    public void What_the_host_throws_comes_out()
    {
        using var machine = new McuMachine(Board(), Image(Calls), new MachineOptions { Breakpoint = (_, _) => throw new InvalidTimeZoneException() });
        Assert.Throws<InvalidTimeZoneException>(() => machine.Run(End, Limit(100)));
    }

    [Fact]
    public void Instruction_limits_count_across_breakpoints()
    {
        using var machine = new McuMachine(Board(), Image(0xBE00, 0xE7FD), new MachineOptions { Breakpoint = (_, _) => BreakpointAction.Continue });
        Assert.Equal(StopReason.InstructionLimit, machine.Run(End, Limit(1000)));
        Assert.InRange(machine.InstructionsExecuted, 990, 1000);
    }
}
