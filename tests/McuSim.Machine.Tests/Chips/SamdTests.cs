using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

public sealed class SamdTests
{
    [Theory]
    [InlineData("arduino-zero", 9)]
    [InlineData("feather-m4", 48)]
    public void A_serial_interface_sends_and_receives(string board, int line)
    {
        var stream = new FakeStream();
        var chip = new ChipBus(board, new MachineOptions { Serial = new Dictionary<string, ISerialStream> { ["SERCOM0"] = stream } });
        chip["SERCOM0.+04"] = 3 << 16; // transmitter and receiver
        chip.Write(chip.Address("SERCOM0") + 0x16, 1, 4); // INTENSET: received
        chip["SERCOM0.+00"] = (1 << 2) | 2;
        Assert.Equal(1u, chip["SERCOM0.+18"] & 1);
        chip["SERCOM0.+28"] = 'x';
        Assert.Equal([(byte)'x'], stream.FromChip);
        stream.ToChip.Enqueue((byte)'y');
        for (int i = 0; i < 4; i++) chip.Pass(30_000);

        Assert.Contains(line, chip.Host.Lines);
        Assert.Equal((uint)'y', chip["SERCOM0.+28"]);
        Assert.DoesNotContain(line, chip.Host.Lines);
        chip.Write(chip.Address("SERCOM0") + 0x14, 1, 4); // INTENCLR
        Assert.Equal(0u, chip["SERCOM0.+14"]);
    }

    [Fact]
    public void Nobody_acknowledges_at_i2c()
    {
        var chip = new ChipBus("arduino-zero");
        chip["SERCOM3.+00"] = (5 << 2) | 2;
        chip.Write(chip.Address("SERCOM3") + 0x1A, 2, 0x10);
        Assert.Equal(0x10u, chip["SERCOM3.+18"] >> 16);
        chip["SERCOM3.+24"] = 0x40;
        Assert.Equal((1u, 4u), (chip["SERCOM3.+18"] & 1, chip["SERCOM3.+18"] >> 16 & 4));
        chip["SERCOM3.+04"] = 3 << 16; // stop
        Assert.Equal((0u, 0x10u), (chip["SERCOM3.+18"] & 1, chip["SERCOM3.+18"] >> 16));
    }

    [Fact]
    public void A_generator_is_set_up_through_one_register_and_makes_the_clock()
    {
        var chip = new ChipBus("arduino-zero");
        Assert.Equal(1e6, chip.Chip.Clocks.Hz("core"));
        chip["GCLK.GENCTRL"] = (1 << 16) | (5 << 8) | 1; // generator 1: 32 kHz
        Assert.Equal(1e6, chip.Chip.Clocks.Hz("core"));
        chip["GCLK.GENCTRL"] = (1 << 16) | (7 << 8); // generator 0: the DFLL
        Assert.Equal(48e6, chip.Chip.Clocks.Hz("core"));
        chip.Write(chip.Address("GCLK") + 4, 1, 1);
        Assert.Equal((1u << 16) | (5 << 8) | 1, chip["GCLK.GENCTRL"]);
    }

    [Fact]
    public void The_pll_of_a_d51_makes_120_MHz()
    {
        var chip = new ChipBus("feather-m4");
        Assert.Equal(48e6, chip.Chip.Clocks.Hz("core"));
        chip["GCLK.GENCTRL5"] = (24u << 16) | (1 << 8) | 6;
        chip["GCLK.PCHCTRL1"] = 0x45;
        chip["OSCCTRL.DPLL0RATIO"] = 59;
        chip["OSCCTRL.DPLL0CTRLB"] = 0;
        chip["OSCCTRL.DPLL0CTRLA"] = 2;
        chip.Await("OSCCTRL.DPLL0STATUS", 3, 3);
        chip["GCLK.GENCTRL0"] = (1 << 16) | (1 << 8) | 7;
        Assert.Equal(120e6, chip.Chip.Clocks.Hz("core"));
    }

    [Fact]
    public void Pins_are_set_and_cleared_by_their_doors()
    {
        var changes = new List<PinChange>();
        var chip = new ChipBus("arduino-zero", new MachineOptions { PinChanged = changes.Add });
        chip["PORTA.DIRSET"] = 1 << 17;
        chip["PORTA.OUTSET"] = 1 << 17;
        chip["PORTA.OUTTGL"] = 1 << 17;
        Assert.Equal([("PORTA", 17, true), ("PORTA", 17, false)], changes.Select(c => (c.Port, c.Pin, c.High)));
    }
}
