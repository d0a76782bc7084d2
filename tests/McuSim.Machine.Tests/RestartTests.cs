using McuSim.Machine;
using McuSim.Machine.System;
using McuSim.Tests.Machine.Chips;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine;

public sealed class RestartTests
{
    // ldr r0,=0x20000100; ldr r1,[r0]; cmp r1,#0; bne done; movs r1,#1; str r1,[r0]; ldr r0,=AIRCR; ldr r1,=SYSRESETREQ; str r1,[r0]; b .; nop; done: b.w End
    private static readonly FirmwareImage ResetsOnce = Image(
    [
        0x4806, 0x6801, 0x2900, 0xD106, 0x2101, 0x6001, 0x4804, 0x4905, 0x6001, 0xE7FE, 0xBF00, .. BranchToEnd(Code + 0x16), 0xBF00,
        0x0100, 0x2000, 0xED0C, 0xE000, 0x0004, 0x05FA,
    ]);

    [Fact]
    public void A_reset_that_the_program_asks_for_begins_it_again_with_its_memory()
    {
        using var machine = new McuMachine(Board(), ResetsOnce, new MachineOptions { Restarts = true });
        Assert.Equal(StopReason.ReachedAddress, machine.Run(End, Limit(100)));
        Assert.Equal(1, machine.Restarts);
        Assert.Equal(15, machine.InstructionsExecuted, 2.0);
        Assert.Equal(1u, machine.ReadRegister(CoreRegister.R1));

        using var other = new McuMachine(Board(), ResetsOnce);
        Assert.Equal(FaultKind.ResetRequested, Assert.Throws<FirmwareFaultException>(() => other.Run(End, Limit(100))).Fault.Kind);
    }

    [Fact]
    public void A_program_that_resets_itself_for_ever_reaches_the_limit()
    {
        FirmwareImage forEver = ResetsOnce.With(Code + 6, 0xBF00);
        using var machine = new McuMachine(Board(), forEver, new MachineOptions { Restarts = true });
        Assert.Equal(StopReason.InstructionLimit, machine.Run(End, Limit(10_000)));
        Assert.InRange(machine.Restarts, 900, 1_200);
        Assert.InRange(machine.InstructionsExecuted, 9_900, 10_000);
    }

    [Fact]
    public void The_chip_tells_why_it_was_reset_and_its_calendar_goes_on()
    {
        var chip = new ChipBus("nucleo-f446re");
        uint rtc = chip.Address("RTC");
        chip[rtc + 0x50] = 0x1234; // a backup register
        chip["RCC.CFGR"] = 4 << 10;
        chip.Pass(32_000_000);
        chip.Chip.BeginRestart();
        foreach (var region in chip.Chip.Regions) region.Reset();
        chip.Chip.EndRestart(ResetCause.Watchdog);
        Assert.Equal((0u, 0x1234u, 2u), (chip["RCC.CFGR"], chip[rtc + 0x50], chip[rtc]));
        Assert.Equal(1u << 29, chip["RCC.CSR"] & (7u << 28));
        chip["RCC.CSR"] |= 1 << 24; // RMVF
        Assert.Equal(0u, chip["RCC.CSR"] & (7u << 28));
    }
}
