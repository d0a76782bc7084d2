using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

public class MemoryMeterTests
{
    private const uint Arena = 0x2000_1000;
    private const uint StackLimit = 0x2000_0000;
    private const uint StackTop = 0x2000_0800;

    private readonly MemoryMeter meter = new(Arena, 100, StackLimit, StackTop);

    [Fact]
    public void Every_byte_of_the_arena_counts_once()
    {
        meter.Observe([Event(ExecutionEventKind.Read, Arena, 4), Event(ExecutionEventKind.Write, Arena + 2, 4), Event(ExecutionEventKind.Read, Arena, 4)]);

        Assert.Equal(6, meter.ArenaTouchedBytes);
    }

    [Fact]
    public void Only_the_part_of_an_access_inside_the_arena_counts()
    {
        meter.Observe([Event(ExecutionEventKind.Write, Arena + 98, 4), Event(ExecutionEventKind.Write, Arena + 100, 4), Event(ExecutionEventKind.Write, Arena - 4, 4)]);

        Assert.Equal(2, meter.ArenaTouchedBytes);
    }

    [Fact]
    public void The_stack_reaches_to_its_lowest_write()
    {
        meter.Observe(
        [
            Event(ExecutionEventKind.Write, StackTop - 8, 4), Event(ExecutionEventKind.Write, StackTop - 24, 4),
            Event(ExecutionEventKind.Read, StackTop - 100, 4), Event(ExecutionEventKind.Write, StackTop - 4, 4),
        ]);

        Assert.Equal(24u, meter.StackBytes);
    }

    [Fact]
    public void Blocks_touch_nothing()
    {
        meter.Observe([Event(ExecutionEventKind.Block, Arena, 4), Event(ExecutionEventKind.Block, StackTop - 8, 4)]);

        Assert.Equal(0, meter.ArenaTouchedBytes);
        Assert.Equal(0u, meter.StackBytes);
    }

    private static ulong Event(ExecutionEventKind kind, uint address, uint size) => ExecutionEvent.Pack(kind, address, size);
}
