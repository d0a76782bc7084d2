using System.Text;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

public sealed class DmaControllerTests
{
    private const uint Source = 0x2000_0100;

    [Fact]
    public void A_stream_feeds_a_serial_port_and_asks_for_service()
    {
        (ChipBus chip, FakeStream stream) = Chip("nucleo-f446re", "USART2");
        chip["DMA1.+A4"] = 5; // stream 6: NDTR, PAR, M0AR, CR
        chip["DMA1.+A8"] = chip.Address("USART2") + 4;
        chip["DMA1.+AC"] = Source;
        chip["DMA1.+A0"] = (4u << 25) | (1 << 10) | (1 << 6) | (1 << 4) | 1;
        Assert.Empty(stream.FromChip);
        chip.Pass(500);

        Assert.Equal("hello", Encoding.ASCII.GetString([.. stream.FromChip]));
        Assert.Equal((0u, 0u, 0x30u << 16), (chip["DMA1.+A0"] & 1, chip["DMA1.+A4"], chip["DMA1.+04"]));
        Assert.Contains(17, chip.Host.Lines);
        chip["DMA1.+0C"] = 0x3Fu << 16;
        Assert.DoesNotContain(17, chip.Host.Lines);
    }

    [Theory]
    [InlineData("nucleo-f446re", 0x10u, (2u << 6) | (1u << 10) | (1u << 9) | (2u << 11) | (2u << 13) | (1u << 4) | 1u, 0x20u)]
    [InlineData("nucleo-l4r5zi", 0x08u, (1u << 14) | (1u << 7) | (1u << 6) | (2u << 8) | (2u << 10) | (1u << 1) | 1u, 0x02u)]
    public void Copies_within_memory(string board, uint first, uint control, uint complete)
    {
        (ChipBus chip, _) = Chip(board, "USART2");
        bool isStream = first == 0x10;
        string At(uint offset) => "DMA1.+" + (first + offset).ToString("X2", System.Globalization.CultureInfo.InvariantCulture);
        chip[At(4)] = 2; // words
        chip[At(8)] = Source;
        chip[At(12)] = Source + 0x100;
        chip[At(0)] = control;
        chip.Pass(1_000);

        Assert.Equal("hello", Encoding.ASCII.GetString([.. Enumerable.Range(0, 5).Select(i => chip.Host.Memory[Source + 0x100 + (uint)i])]));
        Assert.Equal(complete, chip["DMA1.+00"] & complete);
        Assert.Equal(isStream ? 0u : 1u, chip[At(0)] & 1);
    }

    [Theory]
    [InlineData("bluepill", "USART1", 0x04u, 14)]
    [InlineData("nucleo-l4r5zi", "USART1", 0x28u, 14)]
    [InlineData("nucleo-g0b1re", "USART2", 0x28u, 11)] // shared with the channels up to 7
    public void A_channel_feeds_a_serial_port_and_asks_for_service(string board, string port, uint data, int line)
    {
        (ChipBus chip, FakeStream stream) = Chip(board, port);
        chip["DMA1.+48"] = 5; // channel 4: CNDTR, CPAR, CMAR, CCR
        chip["DMA1.+4C"] = chip.Address(port) + data;
        chip["DMA1.+50"] = Source;
        chip["DMA1.+44"] = (1 << 7) | (1 << 4) | (1 << 1) | 1;
        chip.Pass(500);

        Assert.Equal("hello", Encoding.ASCII.GetString([.. stream.FromChip]));
        Assert.Equal((0u, 7u << 12), (chip["DMA1.+48"], chip["DMA1.+00"]));
        Assert.Contains(line, chip.Host.Lines);
        chip["DMA1.+04"] = 2u << 12;
        Assert.DoesNotContain(line, chip.Host.Lines);
    }

    [Fact]
    public void A_stream_that_is_switched_off_in_time_moves_nothing()
    {
        (ChipBus chip, FakeStream stream) = Chip("nucleo-f446re", "USART2");
        chip["DMA1.+A4"] = 5;
        chip["DMA1.+A8"] = chip.Address("USART2") + 4;
        chip["DMA1.+AC"] = Source;
        chip["DMA1.+A0"] = (1 << 10) | (1 << 6) | 1;
        chip["DMA1.+A0"] = 0;
        chip.Pass(10_000);
        Assert.Empty(stream.FromChip);
    }

    private static (ChipBus Chip, FakeStream Stream) Chip(string board, string port)
    {
        var stream = new FakeStream();
        var chip = new ChipBus(board, new MachineOptions { Serial = new Dictionary<string, ISerialStream> { [port] = stream } });
        chip.Host.TryWrite(Source, "hello"u8);
        return (chip, stream);
    }
}
