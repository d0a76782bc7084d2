namespace McuSim.Tests.Machine.Chips;

/// <summary>The RP2040's DMA, and its interface for commands to the flash.</summary>
public sealed class Rp2040DeviceTests
{
    private const uint Source = 0x2000_0100, Target = 0x2000_0200, OnBytes = 1, OnWords = 1 | (2 << 2), Steps = 3 << 4, ToItself = 2 << 11;

    private readonly ChipBus chip = new("rp2040");

    [Fact]
    public void A_channel_copies_when_it_is_triggered_and_interrupts()
    {
        chip.Host.TryWrite(Source, "copied"u8);
        chip["DMA.+404"] = 1 << 2;
        chip["DMA.+080"] = Source;
        chip["DMA.+084"] = Target;
        chip["DMA.+088"] = 6;
        Assert.False(chip.Host.Memory.ContainsKey(Target));
        chip["DMA.+08C"] = OnBytes | Steps | ToItself;

        Assert.Equal("copied"u8.ToArray(), Enumerable.Range(0, 6).Select(i => chip.Host.Memory[Target + (uint)i]));
        Assert.Equal((Source + 6, Target + 6, 0u), (chip["DMA.+080"], chip["DMA.+084"], chip["DMA.+088"]));
        Assert.Contains(11, chip.Host.Lines);
        chip["DMA.+40C"] = 1 << 2;
        Assert.DoesNotContain(11, chip.Host.Lines);
    }

    /// <summary>Channel 1 writes the read address of channel 2 and triggers it by that, which chains to channel 3.</summary>
    [Fact]
    public void Channels_trigger_each_other()
    {
        chip.Host.TryWrite(Source, [0, 3, 0, 0x20, 0, 0, 0, 0]);
        chip.Host.TryWrite(0x2000_0300, "word"u8);
        chip["DMA.+084"] = Target;
        chip["DMA.+088"] = 1;
        chip["DMA.+090"] = OnWords | (3 << 11); // by the alias that does not trigger
        chip["DMA.+0C0"] = 0x2000_0300;
        chip["DMA.+0C4"] = Target + 8;
        chip["DMA.+0C8"] = 1;
        chip["DMA.+0D0"] = OnWords | (3 << 11);
        chip["DMA.+040"] = Source;
        chip["DMA.+044"] = 0x5000_00BC;
        chip["DMA.+048"] = 1;
        chip["DMA.+04C"] = OnWords | (1 << 11);

        Assert.Equal((byte)'w', chip.Host.Memory[Target]);
        Assert.Equal((byte)'d', chip.Host.Memory[Target + 11]);
        Assert.Equal(0xEu, chip["DMA.+400"]);
    }

    [Fact]
    public void The_flash_tells_its_status_and_what_it_is()
    {
        Assert.Equal<uint>([0xFF, 0], Command(0x05, 0));
        Assert.Equal<uint>([0xFF, 2], Command(0x35, 0));
        Assert.Equal<uint>([0xFF, 0xEF, 0x40, 0x15], Command(0x9F, 0, 0, 0));
        chip["IO_QSPI.+00C"] = 2 << 8; // held selected: one command, however it is sent
        chip["SSI.+060"] = 0x9F;
        _ = chip["SSI.+060"];
        chip["SSI.+060"] = 0;
        Assert.Equal(0xEFu, chip["SSI.+060"]);
    }

    [Fact]
    public void A_register_says_who_is_missing() =>
        Assert.Equal("SIO.FIFO_ST (0xD0000050: McuSim has no second core to answer)", chip.Chip.Name(0xD000_0050));

    private IEnumerable<uint> Command(params uint[] words)
    {
        foreach (uint word in words) chip["SSI.+060"] = word;
        Assert.Equal((uint)words.Length, chip["SSI.+024"]);
        return [.. words.Select(_ => chip["SSI.+060"])];
    }
}
