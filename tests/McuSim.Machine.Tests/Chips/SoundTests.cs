using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Tests.Machine.Chips;

public sealed class SoundTests
{
    private const uint Buffer = 0x2000_0200, On = 1 << 16, SlaveReceives = 3, Bits16 = 4 << 5;
    private static readonly float[] Ramp = [.. Enumerable.Range(1, 8).Select(i => i / 32768f)];

    [Fact]
    public void A_receiver_fills_memory_by_dma_at_the_rate_of_the_sound()
    {
        ChipBus chip = Chip("nucleo-l4r5zi");
        Listen(chip, slots: 2);
        chip["DMA1.+0C"] = 8; // channel 1: CNDTR, CPAR, CMAR, CCR
        chip["DMA1.+10"] = chip.Address("SAI1.+20");
        chip["DMA1.+14"] = Buffer;
        chip["DMA1.+08"] = (1 << 10) | (1 << 8) | (1 << 7) | (1 << 1) | 1;
        ulong word = (ulong)(chip.Chip.Clocks.Hz("core")! / 32_000);
        PassWords(chip, word, 4);

        Assert.Equal([1, 1, 2, 2], Halfwords(chip, 4)); // both channels hear the same
        Assert.Equal(0, chip.Host.Memory.GetValueOrDefault(Buffer + 8));
        PassWords(chip, word, 4);
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4], Halfwords(chip, 8));
        Assert.Contains(11, chip.Host.Lines);
    }

    [Fact]
    public void What_is_not_taken_in_time_is_lost_and_said_so()
    {
        ChipBus chip = Chip("nucleo-l4r5zi");
        Listen(chip, slots: 1);
        chip.Pass((ulong)(chip.Chip.Clocks.Hz("core")! / 16_000 * 20.5));
        _ = chip["SAI1.+20"];
        Assert.Equal(1u, chip["SAI1.+18"] & 1);
        chip["SAI1.+1C"] = 1;
        Assert.Equal(0u, chip["SAI1.+18"] & 1);
    }

    [Fact]
    public void Without_a_sound_a_slave_has_no_clock()
    {
        ChipBus chip = new("nucleo-l4r5zi");
        Listen(chip, slots: 2);
        chip.Pass(1_000_000);
        Assert.Equal(0u, chip["SAI1.+18"] & 8);
    }

    [Fact]
    public void Every_interface_has_two_ports() =>
        Assert.Equal(["SAI1_A", "SAI1_B", "SAI2_A", "SAI2_B"], SoundInput.Ports(BoardCatalog.Load("nucleo-l4r5zi")));

    [Fact]
    public void A_linked_list_of_transfers_is_followed_to_its_end()
    {
        var chip = new ChipBus("nucleo-u575zi");
        const uint node = 0x2000_0000, source = 0x2000_1000, target = 0x2000_2000;
        for (uint i = 0; i < 8; i++) chip.Host.Memory[source + i] = (byte)(i + 1);
        Node(chip, node, [Words, Software, 4, source, target, AllFields | (node + 0x20 & 0xFFFC)]);
        Node(chip, node + 0x20, [Words, Software, 4, source + 4, target + 8, 0]);
        chip["GPDMA1.+50"] = node;
        chip["GPDMA1.+CC"] = AllFields | (node & 0xFFFC);
        chip["GPDMA1.+64"] = (1 << 8) | 1;
        for (int i = 0; i < 4; i++) chip.Pass(1_000);

        Assert.Equal([1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8], Enumerable.Range(0, 12).Select(i => chip.Host.Memory.GetValueOrDefault(target + (uint)i)));
        Assert.Equal((0u, 0x101u), (chip["GPDMA1.+64"] & 1, chip["GPDMA1.+60"] & 0x101)); // off, idle and complete
        Assert.Contains(29, chip.Host.Lines);
        chip["GPDMA1.+5C"] = 1 << 8;
        Assert.DoesNotContain(29, chip.Host.Lines);
    }

    [Fact]
    public void A_transfer_from_a_serial_port_waits_for_its_bytes()
    {
        var stream = new FakeStream();
        var chip = new ChipBus("nucleo-u575zi", new MachineOptions { Serial = new Dictionary<string, ISerialStream> { ["USART1"] = stream } });
        chip["USART1.+00"] = 0b1101;
        chip["GPDMA1.+90"] = 1 << 19; // bytes, the destination steps
        chip["GPDMA1.+98"] = 2;
        chip["GPDMA1.+9C"] = chip.Address("USART1.+24");
        chip["GPDMA1.+A0"] = Buffer;
        chip["GPDMA1.+64"] = 1;
        chip.Pass(100_000);
        Assert.False(chip.Host.Memory.ContainsKey(Buffer));
        stream.ToChip.Enqueue(7);
        stream.ToChip.Enqueue(9);
        for (int i = 0; i < 8; i++) chip.Pass(10_000);

        Assert.Equal((7, 9), (chip.Host.Memory[Buffer], chip.Host.Memory[Buffer + 1]));
        Assert.Equal(0u, chip["GPDMA1.+64"] & 1);
    }

    private const uint Words = 2 | 8 | (2 << 16) | (1 << 19), Software = 1 << 9, AllFields = 0xF801_0000;

    private static void Node(ChipBus chip, uint at, uint[] words)
    {
        for (int i = 0; i < words.Length; i++) chip.Host.TryWrite(at + (4 * (uint)i), BitConverter.GetBytes(words[i]));
    }

    private static ChipBus Chip(string board) => new(board, new MachineOptions { Sounds = [new SoundInput("SAI1_A", Ramp, 16_000)] });

    private static void Listen(ChipBus chip, uint slots)
    {
        chip["SAI1.+10"] = (slots - 1) << 8;
        chip["SAI1.+04"] = SlaveReceives | Bits16 | On;
    }

    private static void PassWords(ChipBus chip, ulong word, int count)
    {
        for (int i = 0; i < count; i++) chip.Pass(word + 1);
    }

    private static int[] Halfwords(ChipBus chip, int count) =>
        [.. Enumerable.Range(0, count).Select(i => chip.Host.Memory[Buffer + (2 * (uint)i)] | (chip.Host.Memory[Buffer + (2 * (uint)i) + 1] << 8))];
}
