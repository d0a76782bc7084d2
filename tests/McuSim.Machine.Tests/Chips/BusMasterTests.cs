using System.Text;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

/// <summary>Converters and buses without anything at the other end, and DMA from peripherals.</summary>
public sealed class BusMasterTests
{
    private const uint Target = 0x2000_0400;

    [Fact]
    public void A_channel_takes_what_a_serial_port_receives_and_the_port_tells_the_pause()
    {
        var stream = new FakeStream();
        var chip = new ChipBus("nucleo-l476rg", new MachineOptions { Serial = new Dictionary<string, ISerialStream> { ["USART2"] = stream } });
        uint port = chip.Address("USART2");
        chip[port] = 1 | (3 << 2) | (1 << 4); // IDLEIE
        uint channel = chip.Address("DMA1") + 0x6C; // channel 6
        chip[channel + 4] = 10;
        chip[channel + 8] = port + 0x24;
        chip[channel + 12] = Target;
        chip[channel] = (1 << 7) | (1 << 1) | (1 << 2) | 1;
        foreach (byte b in "seven b"u8) stream.ToChip.Enqueue(b);
        for (int i = 0; i < 100; i++) chip.Pass(1_000);

        Assert.Equal("seven b", Text(chip, 7));
        Assert.Equal(3u, chip[channel + 4]);
        Assert.Equal(4u << 20, chip[chip.Address("DMA1")] & (0xEu << 20)); // half, not complete
        Assert.Contains(38, chip.Host.Lines);
        chip[port + 0x20] = 1 << 4;
        Assert.DoesNotContain(38, chip.Host.Lines);
        foreach (byte b in "yte"u8) stream.ToChip.Enqueue(b);
        for (int i = 0; i < 100; i++) chip.Pass(1_000);
        Assert.Equal("seven byte", Text(chip, 10));
        Assert.Equal(6u << 20, chip[chip.Address("DMA1")] & (0xEu << 20));
    }

    [Fact]
    public void A_circular_stream_fills_its_buffer_from_a_converter_again_and_again()
    {
        var chip = new ChipBus("nucleo-f446re");
        uint adc = chip.Address("ADC1"), stream = chip.Address("DMA2") + 0x10;
        chip[stream + 4] = 4;
        chip[stream + 8] = adc + 0x4C;
        chip[stream + 12] = Target;
        chip[stream] = (1 << 8) | (1 << 10) | (1 << 11) | (1 << 13) | (1 << 3) | (1 << 4) | 1;
        chip[adc + 8] = 1 | (1 << 1) | (1 << 8) | (1 << 9);
        chip[adc + 8] |= 1 << 30; // SWSTART, continuous
        for (int i = 0; i < 2; i++) chip.Pass(600);
        Assert.Equal(0x10u, chip[chip.Address("DMA2")] & 0x30); // half of four
        for (int i = 0; i < 4; i++) chip.Pass(600);
        Assert.Equal(0x30u, chip[chip.Address("DMA2")] & 0x30);
        Assert.Equal((0x00, 0x08), (chip.Host.Memory[Target + 6], chip.Host.Memory[Target + 7]));
        Assert.Contains(56, chip.Host.Lines);
        Assert.Equal(1u, chip[stream] & 1);
        Assert.Equal(2u, chip[stream + 4]);
    }

    [Theory]
    [InlineData("stm32h743")]
    [InlineData("nucleo-l476rg")]
    [InlineData("nucleo-g0b1re")]
    public void A_converter_is_calibrated_switched_on_and_measures_half(string board)
    {
        var chip = new ChipBus(board);
        uint adc = chip.Address("ADC1");
        chip[adc + 8] = 1u << 28; // regulator on, out of deep power-down
        Assert.Equal(1u << 28, chip[adc + 8]);
        chip[adc + 8] |= 1u << 31;
        Assert.Equal(0u, chip[adc + 8] & (1u << 31));
        chip[adc + 8] |= 1;
        Assert.Equal(1u, chip[adc] & 1);
        chip[adc + 4] = 4; // EOCIE
        chip[adc + 8] |= 4;
        Assert.Equal(0u, chip[adc] & 4);
        chip.Pass(500);
        Assert.Single(chip.Host.Lines);
        Assert.Equal(0xCu, chip[adc] & 0xC);
        Assert.Equal(0x800u, chip[adc + 0x40]);
        Assert.Empty(chip.Host.Lines);
    }

    [Fact]
    public void Spi_exchanges_by_polling_and_by_dma_and_hears_ones()
    {
        var chip = new ChipBus("nucleo-f446re");
        uint spi = chip.Address("SPI1");
        chip[spi] = (1 << 2) | (1 << 6);
        Assert.Equal(2u, chip[spi + 8] & 0x83);
        chip.Write(spi + 0x0C, 1, 0x9F);
        Assert.Equal(3u, chip[spi + 8] & 0x83);
        Assert.Equal(0xFFu, chip[spi + 0x0C]);
        Assert.Equal(2u, chip[spi + 8] & 0x83);

        chip[spi + 4] = 3; // DMA both ways
        uint receiver = chip.Address("DMA2") + 0x10 + (0x18 * 2), sender = chip.Address("DMA2") + 0x10 + (0x18 * 3);
        foreach ((uint at, uint control) in ((uint, uint)[])[(receiver, (1 << 10) | (1 << 4) | 1), (sender, (1 << 10) | (1 << 6) | 1)])
        {
            chip[at + 4] = 8;
            chip[at + 8] = spi + 0x0C;
            chip[at + 12] = Target;
            chip[at] = control;
        }

        for (int i = 0; i < 10; i++) chip.Pass(200);
        Assert.All(Enumerable.Range(0, 8), i => Assert.Equal(0xFF, chip.Host.Memory[Target + (uint)i]));
        Assert.Contains(58, chip.Host.Lines);
    }

    [Fact]
    public void Spi_of_the_second_version_ends_transfers_of_a_length()
    {
        var chip = new ChipBus("stm32h743");
        uint spi = chip.Address("SPI1");
        chip[spi + 0x08] = 7; // 8 bits
        chip[spi + 0x0C] = 1 << 22; // master
        chip[spi + 4] = 5;
        chip[spi] = 1;
        chip[spi] = 1 | (1 << 9);
        chip[spi + 0x20] = 0x11223344; // four at once
        Assert.Equal(0u, chip[spi + 0x14] & 8);
        chip.Write(spi + 0x20, 1, 0x55);
        Assert.Equal(8u, chip[spi + 0x14] & 8);
        Assert.Equal(uint.MaxValue, chip[spi + 0x30]);
        Assert.Equal(1u, chip[spi + 0x14] & 1);
        Assert.Equal(0xFFu, (uint)chip.Read(spi + 0x30, 1));
        Assert.Equal(0u, chip[spi + 0x14] & 1);
        chip[spi + 0x18] = 0x18;
        Assert.Equal(0u, chip[spi + 0x14] & 8);
    }

    [Fact]
    public void Nobody_answers_at_the_two_wire_buses()
    {
        var chip = new ChipBus("nucleo-f446re");
        uint i2c = chip.Address("I2C1");
        chip[i2c + 4] = 42 | (3 << 8);
        chip[i2c] = 1 | (1 << 8);
        Assert.Equal(1u, chip[i2c + 0x14] & 1); // SB
        Assert.Contains(31, chip.Host.Lines);
        chip[i2c + 0x10] = 0xD0;
        Assert.Equal(1u << 10, chip[i2c + 0x14]); // AF
        Assert.Equal([32], chip.Host.Lines);
        chip[i2c + 0x14] = ~(1u << 10);
        chip[i2c] = 1 | (1 << 9);
        Assert.Equal(0u, chip[i2c + 0x18] & 2);
        Assert.Equal(1u, chip[i2c]);

        chip = new ChipBus("nucleo-l476rg");
        i2c = chip.Address("I2C1");
        chip[i2c] = 1 | (1 << 4) | (1 << 5);
        chip[i2c + 4] = (1 << 25) | (1 << 16) | (1 << 13) | 0xD0;
        Assert.Equal(0x30u, chip[i2c + 0x18] & 0x30);
        Assert.Contains(31, chip.Host.Lines);
        chip[i2c + 0x1C] = 0x30;
        Assert.Empty(chip.Host.Lines);
    }

    [Fact]
    public void Software_raises_the_interrupts_of_pins()
    {
        var chip = new ChipBus("nucleo-f446re");
        chip["EXTI.+00"] = 1 << 7;
        chip["EXTI.+10"] = 1 << 7;
        Assert.Equal([23], chip.Host.Lines);
        chip["EXTI.+14"] = 1 << 7;
        Assert.Empty(chip.Host.Lines);
        Assert.Equal(0u, chip["EXTI.+10"]);
    }

    [Fact]
    public void A_task_of_an_nrf_peripheral_shows_its_event_until_that_is_cleared()
    {
        var chip = new ChipBus("nrf52840dk");
        uint temperature = chip.Address("TEMP");
        chip[temperature + 0x304] = 1;
        chip[temperature] = 1;
        Assert.Equal(1u, chip[temperature + 0x100]);
        Assert.Contains(12, chip.Host.Lines);
        chip[temperature + 0x100] = 0;
        Assert.Equal(0u, chip[temperature + 0x100]);
        Assert.DoesNotContain(12, chip.Host.Lines);
        chip[temperature] = 1;
        Assert.Equal(1u, chip[temperature + 0x100]);

        uint clock = chip.Address("CLOCK");
        chip[clock] = 1;
        Assert.Equal(1u, chip[clock + 0x100]);
        chip[clock + 0x100] = 0;
        Assert.Equal(0x0001_0001u, chip[clock + 0x40C]); // still running
    }

    [Fact]
    public void An_nrf_gives_a_new_random_byte_after_a_while_and_keeps_its_pins()
    {
        var chip = new ChipBus("nrf52840dk");
        uint rng = chip.Address("RNG");
        chip[rng] = 1;
        Assert.Equal(0u, chip[rng + 0x100]);
        chip.Pass(10_000);
        Assert.Equal(1u, chip[rng + 0x100]);
        uint first = chip[rng + 0x508];
        chip[rng + 0x100] = 0;
        chip.Pass(10_000);
        Assert.NotEqual(first, chip[rng + 0x508]);

        foreach (uint port in (uint[])[0x5000_0000, 0x5000_0300])
        {
            chip[port + 0x518] = 1 << 13; // DIRSET
            chip[port + 0x508] = 1 << 13; // OUTSET
            Assert.Equal((1u << 13, 1u << 13), (chip[port + 0x504], chip[port + 0x510]));
            chip[port + 0x50C] = 1 << 13;
            chip[port + 0x700 + (4 * 5)] = 3 << 2; // pull-up
            Assert.Equal(1u << 5, chip[port + 0x510]);
        }
    }

    private static string Text(ChipBus chip, int length) => Encoding.ASCII.GetString([.. Enumerable.Range(0, length).Select(i => chip.Host.Memory.GetValueOrDefault(Target + (uint)i))]);
}
