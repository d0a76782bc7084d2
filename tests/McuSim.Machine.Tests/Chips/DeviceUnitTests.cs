using System.Text;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

public sealed class DeviceUnitTests
{
    [Theory]
    [InlineData("nucleo-l4r5zi", "LPUART1", 70, 0x00u, 0x1Cu, 0x24u, 0x28u, 1u)]
    [InlineData("nucleo-f446re", "USART2", 38, 0x0Cu, 0x00u, 0x04u, 0x04u, 1u << 13)]
    public void Usart_sends_at_once_and_receives_by_interrupt(string board, string name, int line, uint control, uint status, uint receive, uint transmit, uint enable)
    {
        var stream = new FakeStream();
        var chip = new ChipBus(board, new MachineOptions { Serial = new Dictionary<string, ISerialStream> { [name] = stream } });
        uint at = chip.Address(name);
        chip[at + control] = enable | (3 << 2) | (1 << 5);
        foreach (byte b in "hello"u8)
        {
            Assert.Equal(0xC0u, chip[at + status] & 0xC0);
            chip.Write(at + transmit, 1, b);
        }

        Assert.Equal("hello", Encoding.ASCII.GetString([.. stream.FromChip]));
        stream.ToChip.Enqueue((byte)'a');
        stream.ToChip.Enqueue((byte)'b');
        chip.Pass(19_999);
        Assert.DoesNotContain(line, chip.Host.Lines);
        Assert.Equal(0u, chip[at + status] & 0x20);
        chip.Pass(1);
        Assert.Contains(line, chip.Host.Lines);
        Assert.Equal(0x20u, chip[at + status] & 0x20);
        Assert.Equal('a', (char)chip[at + receive]);
        Assert.DoesNotContain(line, chip.Host.Lines);
        chip.Pass(2_000);
        Assert.Contains(line, chip.Host.Lines);
        Assert.Equal('b', (char)chip[at + receive]);
    }

    [Fact]
    public void Usart_asks_when_it_can_send_and_when_it_has_sent()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        uint at = chip.Address("USART1");
        chip[at] = 1 | (1 << 3) | (1 << 7);
        Assert.Contains(37, chip.Host.Lines);
        chip[at] = 1 | (1 << 3) | (1 << 6);
        Assert.Contains(37, chip.Host.Lines);
        chip[at + 0x20] = 1 << 6;
        Assert.DoesNotContain(37, chip.Host.Lines);
        chip[at + 0x28] = 'x';
        Assert.Contains(37, chip.Host.Lines);
    }

    [Fact]
    public void The_console_goes_to_the_first_port_that_sends()
    {
        var console = new FakeStream();
        var chip = new ChipBus("nucleo-l4r5zi", new MachineOptions { Console = console });
        chip["USART2.+28"] = 'a';
        chip["USART1.+28"] = 'b';
        chip["USART2.+28"] = 'c';
        Assert.Equal("ac", Encoding.ASCII.GetString([.. console.FromChip]));
    }

    [Fact]
    public void A_timer_counts_cycles_and_tells_the_end_of_its_period()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        uint at = chip.Address("TIM2");
        chip[at + 0x28] = 119;
        chip[at + 0x2C] = 999;
        chip[at + 0x14] = 1;
        Assert.Equal(1u, chip[at + 0x10]);
        chip[at + 0x10] = 0;
        Assert.Equal(0u, chip[at + 0x10]);
        chip[at + 0x0C] = 1;
        chip[at] = 1;
        chip.Pass(1199);
        Assert.Equal(9u, chip[at + 0x24]);
        chip.Pass(1);
        Assert.Equal(10u, chip[at + 0x24]);
        chip.Pass(120_000 - 1201);
        Assert.Equal(999u, chip[at + 0x24]);
        Assert.DoesNotContain(28, chip.Host.Lines);
        Assert.Equal(120_000ul, chip.Chip.Regions[0].NextEvent);
        chip.Pass(1);
        Assert.Contains(28, chip.Host.Lines);
        Assert.Equal((0u, 1u), (chip[at + 0x24], chip[at + 0x10]));
        chip[at + 0x10] = 0;
        Assert.DoesNotContain(28, chip.Host.Lines);
        chip.Pass((120_000 * 7) + 240);
        Assert.Equal((2u, 1u), (chip[at + 0x24], chip[at + 0x10]));
    }

    [Fact]
    public void A_timer_runs_at_its_own_clock()
    {
        var chip = new ChipBus("stm32f746");
        chip["RCC.CFGR"] = 5 << 10; // APB1 at a quarter of the core's clock, timers at half
        uint at = chip.Address("TIM2");
        chip[at] = 1;
        chip.Pass(1001);
        Assert.Equal(500u, chip[at + 0x24]);
        chip.Pass(1);
        Assert.Equal(501u, chip[at + 0x24]);
        chip.Pass(2ul << 32);
        Assert.Equal(501u, chip[at + 0x24]);
    }

    [Fact]
    public void One_pulse_stops_the_timer()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        uint at = chip.Address("TIM6");
        chip[at + 0x2C] = 9;
        chip[at] = 1 | 8;
        chip.Pass(1000);
        Assert.Equal((8u, 0u, 1u), (chip[at], chip[at + 0x24], chip[at + 0x10]));
    }

    [Fact]
    public void Random_numbers_differ_and_are_the_same_in_every_run()
    {
        uint[] Numbers()
        {
            var chip = new ChipBus("nucleo-l4r5zi");
            Assert.Equal(0u, chip["RNG.+4"]);
            chip["RNG"] = 4;
            Assert.Equal(1u, chip["RNG.+4"]);
            return [.. Enumerable.Range(0, 100).Select(_ => chip["RNG.+8"])];
        }

        Assert.Equal(100, Numbers().Distinct().Count());
        Assert.Equal(Numbers(), Numbers());
    }

    /// <summary>The check value of CRC-32 and of CRC-32/MPEG-2 for "123456789" (reveng catalogue of CRC algorithms).</summary>
    [Fact]
    public void The_crc_unit_gives_the_known_check_values()
    {
        var chip = new ChipBus("nucleo-l4r5zi");
        uint at = chip.Address("CRC");
        chip[at + 8] = 1;
        foreach (byte b in "123456789"u8)
            chip.Write(at, 1, b);
        Assert.Equal(0x0376_E6E7u, chip[at]);
        chip[at + 8] = 1 | (1 << 5) | (1 << 7);
        foreach (byte b in "123456789"u8)
            chip.Write(at, 1, b);
        Assert.Equal(0xCBF4_3926, ~chip[at]);
        chip[at + 8] = 1;
        chip[at] = 0x3132_3334;
        chip[at] = 0x3536_3738;
        chip.Write(at, 1, 0x39);
        Assert.Equal(0x0376_E6E7u, chip[at]);
    }

    [Theory]
    [InlineData("nucleo-l4r5zi", "GPIOA", 0x14u, 0x18u, 0x28u, 0x10u)]
    [InlineData("bluepill", "GPIOA", 0x0Cu, 0x10u, 0x14u, 0x08u)]
    public void Pins_read_back_what_was_written(string board, string port, uint output, uint setReset, uint reset, uint input)
    {
        var chip = new ChipBus(board);
        uint at = chip.Address(port);
        chip[at] = board == "bluepill" ? 0x4444_4424u : 0x0000_0004u; // pin 1 is an output
        chip[at + setReset] = 6;
        Assert.Equal((6u, 2u), (chip[at + output], chip[at + input]));
        chip[at + setReset] = 2 << 16;
        Assert.Equal((4u, 0u), (chip[at + output], chip[at + input]));
        chip[at + reset] = 4;
        Assert.Equal(0u, chip[at + output]);
    }

    [Fact]
    public void Rp2040_divides_and_counts_microseconds()
    {
        var chip = new ChipBus("rp2040");
        uint sio = 0xD000_0000;
        (chip[sio + 0x60], chip[sio + 0x64]) = (1000, 7);
        Assert.Equal((142u, 6u), (chip[sio + 0x70], chip[sio + 0x74]));
        (chip[sio + 0x68], chip[sio + 0x6C]) = (unchecked((uint)-1000), 7);
        Assert.Equal((-142, -6), ((int)chip[sio + 0x70], (int)chip[sio + 0x74]));
        Assert.Equal((1u << 3, 0u), (chip[sio + 0x10C], chip[sio + 0x10C]));
        chip[sio + 0x10C] = 1;
        Assert.Equal(1u << 3, chip[sio + 0x10C]);
        uint before = chip["TIMER.+28"];
        chip.Pass(6_500);
        Assert.Equal(before + 1000, chip["TIMER.+28"]);
        chip["TIMER.+38"] = 2;
        chip["TIMER.+14"] = before + 1500;
        chip.Pass(3_000);
        Assert.DoesNotContain(1, chip.Host.Lines);
        chip.Pass(300);
        Assert.Contains(1, chip.Host.Lines);
    }
}
