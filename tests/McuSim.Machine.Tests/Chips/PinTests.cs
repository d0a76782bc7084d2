using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

public sealed class PinTests
{
    [Theory]
    [InlineData("nucleo-f446re", "PC13=low@1s", "GPIOC", 13, false, 1.0)]
    [InlineData("nucleo-f446re", "GPIOA.0=high", "GPIOA", 0, true, 0.0)]
    [InlineData("nrf52840dk", "p0.11=low@20ms", "P0", 11, false, 0.02)]
    [InlineData("rp2040", "GPIO15=high@3us", "SIO", 15, true, 3e-6)]
    public void Levels_are_read(string board, string text, string port, int pin, bool isHigh, double seconds) =>
        Assert.Equal(new PinInput(port, pin, isHigh, seconds), PinInput.Parse(text, BoardCatalog.Load(board)));

    [Theory]
    [InlineData("PC13", "is no level of a pin")]
    [InlineData("PC13=on", "is no level of a pin")]
    [InlineData("PC13=low@1", "is no level of a pin")]
    [InlineData("PX1=low", "has no pin PX1")]
    [InlineData("PC=low", "has no pin PC")]
    public void What_is_none_is_refused(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<McuSimException>(() => PinInput.Parse(text, BoardCatalog.Load("nucleo-f446re"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_button_that_is_pressed_after_a_while_interrupts()
    {
        var chip = new ChipBus("nucleo-f446re", new MachineOptions { Pins = [new PinInput("GPIOC", 13, false, 0.001)] });
        chip.Chip.Pins.Reset();
        Assert.Equal(1u << 13, chip["GPIOC.+10"] & (1 << 13)); // the board's pull-up
        chip["EXTI.+00"] = 1 << 13;
        chip["EXTI.+0C"] = 1 << 13; // falling
        chip.Host.Now = 15_999;
        Assert.Equal(16_000ul, chip.Chip.Pins.NextEvent);
        chip.Host.Now = 16_000;
        chip.Chip.Pins.Elapse(16_000);
        Assert.Equal(0u, chip["GPIOC.+10"] & (1 << 13));
        Assert.Equal([40], chip.Host.Lines);
        Assert.Equal(ulong.MaxValue, chip.Chip.Pins.NextEvent);
    }

    [Fact]
    public void Outputs_of_every_kind_of_port_are_told()
    {
        foreach ((string board, string port, uint set) in ((string, string, uint)[])[
            ("nucleo-f446re", "GPIOA", 0x18), ("bluepill", "GPIOC", 0x10), ("nrf52840dk", "P0", 0x508), ("rp2040", "SIO", 0x14)])
        {
            var changes = new List<PinChange>();
            var chip = new ChipBus(board, new MachineOptions { PinChanged = changes.Add });
            chip[chip.Address(port) + set] = 1 << 5;
            chip[chip.Address(port) + set] = 1 << 5;
            Assert.Equal(new PinChange(port, 5, true, 0), Assert.Single(changes));
        }
    }
}
