using System.Text;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

/// <summary>Devices that chip files describe by their registers alone: serial ports and ports of pins, here those of the i.MX RT1062.</summary>
public sealed class RegisterDeviceTests
{
    [Fact]
    public void A_serial_port_sends_receives_and_interrupts()
    {
        var stream = new FakeStream();
        var chip = new ChipBus("teensy41", new MachineOptions { Serial = new Dictionary<string, ISerialStream> { ["LPUART6"] = stream } });
        stream.ToChip.Enqueue((byte)'x');
        chip["LPUART6.DATA"] = 'h';
        chip.Write(chip.Address("LPUART6.DATA"), 1, 'i');
        Assert.Equal("hi", Encoding.ASCII.GetString([.. stream.FromChip]));

        chip.Pass(30_000);
        Assert.Equal(0x00C0_0000u, chip["LPUART6.STAT"]); // the receiver is off
        chip["LPUART6.CTRL"] = (1 << 18) | (1 << 21);
        for (int i = 0; i < 3; i++) chip.Pass(30_000);
        Assert.Equal(0x00E0_0000u, chip["LPUART6.STAT"]);
        Assert.Contains(25, chip.Host.Lines);
        Assert.Equal('x', (char)chip.Read(chip.Address("LPUART6.DATA"), 1));
        Assert.Equal(0x00C0_0000u, chip["LPUART6.STAT"]);
        Assert.DoesNotContain(25, chip.Host.Lines);
        chip["LPUART6.CTRL"] = 1 << 23; // the transmitter is empty
        Assert.Contains(25, chip.Host.Lines);
    }

    [Fact]
    public void Bits_are_set_cleared_and_toggled_through_other_registers_and_pins_follow()
    {
        List<PinChange> changes = [];
        var chip = new ChipBus("teensy41", new MachineOptions { PinChanged = changes.Add });
        chip["GPIO2.GDIR"] = 8;
        chip["GPIO2.DR_SET"] = 8;
        Assert.Equal((8u, 8u, 8u), (chip["GPIO2.DR"], chip["GPIO2.DR_CLEAR"], chip["GPIO2.PSR"]));
        chip["GPIO2.DR_TOGGLE"] = 0x18;
        Assert.Equal(0x10u, chip["GPIO2.DR"]);
        chip["GPIO2.DR_CLEAR"] = 0x10;
        Assert.Equal(0u, chip["GPIO2.DR"]);
        Assert.Equal([(3, true), (3, false), (4, true), (4, false)], changes.Select(c => (c.Pin, c.High)));
        chip["CCM_ANALOG.PLL_ARM_CLR"] = 0x7F;
        chip["CCM_ANALOG.PLL_ARM_SET"] = 100;
        Assert.Equal(0x8001_3064u, chip["CCM_ANALOG.PLL_ARM"]);
    }
}
