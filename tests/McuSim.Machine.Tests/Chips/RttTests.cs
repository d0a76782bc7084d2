using System.Buffers.Binary;
using System.Text;
using McuSim.Machine;
using McuSim.Machine.Chips;
using McuSim.Machine.Memory;
using McuSim.Machine.System;
using static McuSim.Tests.Machine.Programs;

namespace McuSim.Tests.Machine.Chips;

public sealed class RttTests : IDisposable
{
    private const uint Block = 0x2000_0400, Up = Block + 24, Down = Up + 24, UpBuffer = 0x2000_0500, DownBuffer = 0x2000_0600;
    private readonly MemoryMap memory = new(Board());
    private readonly FakeStream stream = new();

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_program_prints_into_its_ring_is_taken(bool hasSymbol)
    {
        RttConsole console = Console(hasSymbol);
        console.Elapse(0);
        Assert.Empty(stream.FromChip); // nothing is there yet
        ControlBlock();
        Store(UpBuffer + 6, "he");
        Store(UpBuffer, "llo");
        Word(Up + 12, 3);
        Word(Up + 16, 6);
        console.Elapse(console.NextEvent);
        Assert.Equal("hello", Encoding.ASCII.GetString([.. stream.FromChip]));
        Assert.Equal(3u, Word(Up + 16));
        console.Elapse(console.NextEvent);
        Assert.Equal(5, stream.FromChip.Count);
    }

    [Fact]
    public void What_waits_for_a_program_is_given_as_far_as_there_is_room()
    {
        RttConsole console = Console(hasSymbol: true);
        ControlBlock();
        foreach (byte value in "help me!"u8) stream.ToChip.Enqueue(value);
        console.Elapse(0);
        Assert.Equal((3u, 5), (Word(Down + 12), stream.ToChip.Count));
        Assert.Equal((byte)'h', memory.Find(DownBuffer)!.Span(DownBuffer, 1)[0]);
    }

    [Fact]
    public void A_broken_control_block_does_no_harm()
    {
        RttConsole console = Console(hasSymbol: true);
        ControlBlock();
        Word(Up + 8, 0xFFFF_FFFF);
        Word(Up + 12, 0xFFFF_0000);
        console.Elapse(0);
        Word(Block + 16, 0xFFFF);
        console.Elapse(console.NextEvent);
        Assert.True(stream.FromChip.TrueForAll(b => b == 0));
    }

    [Fact]
    public void An_image_that_does_not_speak_of_it_is_not_looked_at()
    {
        Assert.False(RttConsole.IsIn(Image(0xBF00)));
        Assert.True(RttConsole.IsIn(Image([new Symbol("_SEGGER_RTT", Block, 168, SymbolKind.Object)], 0xBF00)));
        Assert.True(RttConsole.IsIn(Image([.. "SEGGER".Chunk(2).Select(c => (ushort)(c[0] | (c[1] << 8)))])));
    }

    private RttConsole Console(bool hasSymbol)
    {
        FirmwareImage image = hasSymbol ? Image([new Symbol("_SEGGER_RTT", Block, 168, SymbolKind.Object)], 0xBF00) : Image(0xBF00);
        var host = new Scheduler(() => 0, new ExceptionTable(4), memory);
        return new RttConsole(image, 1_000_000, memory, host, new SerialRouter(new MachineOptions { Serial = new Dictionary<string, ISerialStream> { ["RTT"] = stream } }));
    }

    private void ControlBlock()
    {
        Store(Block, "SEGGER RTT\0\0\0\0\0\0");
        Word(Block + 16, 1);
        Word(Block + 20, 1);
        Word(Up + 4, UpBuffer);
        Word(Up + 8, 8);
        Word(Down + 4, DownBuffer);
        Word(Down + 8, 4);
    }

    private void Store(uint at, string text) => Encoding.ASCII.GetBytes(text).CopyTo(memory.Find(at)!.Span(at, text.Length));

    private void Word(uint at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(memory.Find(at)!.Span(at, 4), value);

    private uint Word(uint at) => BinaryPrimitives.ReadUInt32LittleEndian(memory.Find(at)!.Span(at, 4));
}
