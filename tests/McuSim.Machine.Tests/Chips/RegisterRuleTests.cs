using McuSim.Machine;
using McuSim.Machine.Chips;

namespace McuSim.Tests.Machine.Chips;

public sealed class RegisterRuleTests
{
    [Fact]
    public void Written_ones_clear_flags_and_bits_that_clear_themselves_read_zero()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        chip["FLASH.SR"] = 1;
        Assert.Equal(0u, chip["FLASH.SR"]);
        chip["FLASH.CR"] = 0xC001_0001; // starts nothing
        Assert.Equal(0xC000_0001, chip["FLASH.CR"]);
        chip["DBGMCU.IDCODE"] = 0;
        Assert.Equal(0x470u, chip["DBGMCU.IDCODE"] & 0xFFF);
    }

    [Fact]
    public void Bytes_and_half_words_of_a_register_can_be_read_and_written()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        uint cr = chip.Address("RCC.CR");
        chip.Write(cr + 3, 1, 1);
        Assert.Equal(0x0300_0063u, chip[cr]);
        Assert.Equal(3u, chip.Read(cr + 3, 1));
        Assert.Equal(0x300u, chip.Read(cr + 2, 2));
    }

    [Fact]
    public void Unknown_registers_remember_and_are_counted_with_their_peripheral()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        const uint nothing = 0x4000_D408;
        Assert.Equal(0u, chip[nothing]);
        chip[nothing] = 7;
        Assert.Equal(7u, chip[nothing]);
        _ = chip["RCC.CR"];
        Assert.Equal([new UnknownRegister(nothing, 2, 1, null)], chip.Chip.UnknownRegisters);
        chip.Chip.Regions[0].Reset();
        Assert.Empty(chip.Chip.UnknownRegisters);
    }

    [Fact]
    public void State_comes_back()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        object before = chip.Chip.Regions[0].Capture();
        chip.Set("RCC.CR", 1 << 24);
        chip["TIM2.+2C"] = 5;
        chip.Chip.Regions[0].Restore(before);
        Assert.Equal((0x63u, uint.MaxValue), (chip["RCC.CR"], chip["TIM2.+2C"]));
        chip.Set("RCC.CR", 1 << 24);
        chip.Chip.Regions[0].Reset();
        Assert.Equal(0x63u, chip["RCC.CR"]);
    }

    [Fact]
    public void A_poll_is_noticed_and_named()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        for (int i = 0; i < PollDetector.Many / 2; i++)
        {
            _ = chip["RCC.CR"];
            _ = chip["TIM2.+24"];
        }

        _ = chip["RCC.CR"];
        Assert.Equal(PollDetector.Many + 1, chip.Chip.Poll.Reads);
        Assert.Equal(["RCC.CR (0x40021000)", "TIM2+0x24 (0x40000024)"], chip.Chip.Poll.Addresses.Select(chip.Chip.Name));
        Assert.Equal("RCC+0x04 (0x40021004)", chip.Chip.Name(0x4002_1004));
        Assert.Equal("0x4000D408", chip.Chip.Name(0x4000_D408));
        chip["RCC.CR"] = 0;
        Assert.Equal(0, chip.Chip.Poll.Reads);
    }
}
