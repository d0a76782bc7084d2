using McuSim.Boards;
using McuSim.Timing;

using static McuSim.Tests.Timing.TestBoards;

namespace McuSim.Tests.Timing.Memories;

/// <summary>Flash with 5 wait states and 64-bit reads; lines of 32 bytes, so four reads each. Costs by hand.</summary>
public sealed class FlashTests
{
    private const string SixteenNops = "nop;nop;nop;nop; nop;nop;nop;nop; nop;nop;nop;nop; nop;nop;nop;nop";

    [Fact]
    public void Each_flash_read_waits_once_and_then_the_line_is_there()
    {
        var bench = new Bench(Accelerated());
        uint end = bench.Put(Flash, SixteenNops);
        bench.Block(Flash, end);
        Assert.Equal(16 + 4 * 5, bench.Cycles);
        Assert.Equal(20, bench.Model.Causes[CycleCause.InstructionFlash]);
        bench.Block(Flash, end).Block(Flash, end);
        Assert.Equal(3 * 16 + 20, bench.Cycles);
    }

    [Fact]
    public void Wider_reads_wait_less_often()
    {
        var bench = new Bench(Accelerated(widthBits: 128));
        uint end = bench.Put(Flash, SixteenNops);
        bench.Block(Flash, end);
        Assert.Equal(16 + 2 * 5, bench.Cycles);
    }

    [Fact]
    public void Reading_ahead_hides_what_the_core_takes_to_execute()
    {
        // The first read waits 5. Each next one was begun when the word before it arrived, is there 1 + 5 cycles later, and is needed after
        // 4 NOPs: 2 more to wait.
        var bench = new Bench(Accelerated(prefetch: true));
        uint end = bench.Put(Flash, SixteenNops);
        bench.Block(Flash, end);
        Assert.Equal(16 + 5 + 3 * 2, bench.Cycles);
    }

    [Fact]
    public void The_least_recently_used_line_goes()
    {
        var bench = new Bench(Accelerated(instructionLines: 2));
        uint[] ends = new uint[3];
        for (uint i = 0; i < 3; i++) ends[i] = bench.Put(Flash + 0x100 * i, "nop; nop");
        void Execute(uint i) => bench.Block(Flash + 0x100 * i, ends[i]);
        long Flashed() => bench.Model.Causes[CycleCause.InstructionFlash];
        Execute(0);
        Execute(1);
        Assert.Equal(10, Flashed());
        Execute(0); // a hit, and now line 1 is the older
        Assert.Equal(10, Flashed());
        Execute(2); // replaces line 1
        Execute(0);
        Assert.Equal(15, Flashed());
        Execute(1);
        Assert.Equal(20, Flashed());
    }

    [Fact]
    public void The_alias_of_flash_uses_the_same_lines()
    {
        var bench = new Bench(Accelerated());
        uint end = bench.Put(Flash, "nop; nop"), aliasEnd = bench.Put(0, "nop; nop");
        bench.Block(Flash, end).Block(0, aliasEnd);
        Assert.Equal(5, bench.Model.Causes[CycleCause.InstructionFlash]);
    }

    [Fact]
    public void Constants_in_flash_go_through_the_data_lines()
    {
        var bench = new Bench(Accelerated());
        uint end = bench.Put(Sram, "ldr r0,[r1]; ldr r2,[r1,#4]; ldr r3,[r1,#8]; adds r4,#1");
        bench.Block(Sram, end).Read(Flash + 0x100).Read(Flash + 0x104).Read(Flash + 0x108);
        Assert.Equal(5 + 2 * 5, bench.Cycles);
        Assert.Equal(10, bench.Model.Causes[CycleCause.DataFlash]);
        bench.Block(Sram, end).Read(Flash + 0x100).Read(Flash + 0x104).Read(Flash + 0x108);
        Assert.Equal(10, bench.Model.Causes[CycleCause.DataFlash]);

        // Two lines are kept: a third replaces the first.
        bench.Block(Sram, end).Read(Flash + 0x200).Read(Flash + 0x300).Read(Flash + 0x100);
        Assert.Equal(25, bench.Model.Causes[CycleCause.DataFlash]);
    }

    [Fact]
    public void Without_data_lines_every_read_waits()
    {
        var bench = new Bench(Accelerated(dataLines: 0));
        uint end = bench.Put(Sram, "ldr r0,[r1]; adds r4,#1");
        for (int i = 0; i < 3; i++) bench.Block(Sram, end).Read(Flash + 0x100);
        Assert.Equal(15, bench.Model.Causes[CycleCause.DataFlash]);
    }

    [Fact]
    public void Memory_with_wait_states_waits_for_each_access_and_fetch()
    {
        var bench = new Bench(Accelerated());
        uint end = bench.Put(0x6000_0000, "ldr r0,[r1]; str r2,[r3]");
        bench.Block(0x6000_0000, end).Read(0x6000_1000).Write(0x6000_2000);
        Assert.Equal(2 + 3 + 3 + 3, bench.Cycles);
        Assert.Equal(9, bench.Model.Causes[CycleCause.Bus]);
    }

    [Fact]
    public void Shared_lines_serve_code_and_constants_and_keep_to_their_sets()
    {
        // 4 lines of 32 bytes in 2 sets: lines 0, 2, 4 share a set of two ways.
        var bench = new Bench(Accelerated(accelerator: new FlashAccelerator(32, 4, 0, Ways: 2, Shared: true), widthBits: 256));
        uint code = Flash, end = bench.Put(code, "ldr r0,[r1]; b .");
        long Waits() => (bench.Model.Causes[CycleCause.InstructionFlash] + bench.Model.Causes[CycleCause.DataFlash]) / 5;
        bench.Block(code, end).Read(Flash + 4); // line 0: fetched once, then there for the data too
        Assert.Equal(1, Waits());
        bench.Block(code, end).Read(Flash + 32); // line 1: the other set
        Assert.Equal(2, Waits());
        bench.Block(code, end).Read(Flash + 64); // line 2: beside line 0
        Assert.Equal(3, Waits());
        bench.Block(code, end).Read(Flash + 128); // line 4 replaces line 2, as the code has just used line 0
        bench.Block(code, end).Read(Flash + 64); // and back
        Assert.Equal(5, Waits());
        bench.Block(code, end).Read(Flash + 32); // still there
        Assert.Equal(5, Waits());
    }

    [Fact]
    public void A_miss_may_cost_more_than_the_wait_states()
    {
        var bench = new Bench(Accelerated(accelerator: new FlashAccelerator(32, 4, 0, Ways: 2, Shared: true, MissCycles: 2), widthBits: 256));
        uint end = bench.Put(Sram, "ldr r0,[r1]");
        bench.Block(Sram, end).Read(Flash + 0x100).Block(Sram, end).Read(Flash + 0x100);
        Assert.Equal(5 + 2, bench.Model.Causes[CycleCause.DataFlash]);
    }

    [Theory]
    [InlineData(4, 1 + 4)] // what the word read ahead is still waited for, and the rest as for a miss
    [InlineData(0, 1)]
    public void A_word_that_was_read_ahead_may_cost_less_than_a_miss(int aheadCycles, int expected)
    {
        var accelerator = new FlashAccelerator(32, 8, 0, Ways: 2, Shared: true, MissCycles: 4) { AheadCycles = aheadCycles };
        var bench = new Bench(Accelerated(prefetch: true, accelerator: accelerator, widthBits: 256));
        uint end = bench.Put(Sram, "ldr r0,[r1]");
        bench.Block(Sram, end).Read(Flash);
        Assert.Equal(5 + 4, bench.Model.Causes[CycleCause.DataFlash]);
        bench.Block(Sram, end).Read(Flash + 32);
        Assert.Equal(5 + 4 + expected, bench.Model.Causes[CycleCause.DataFlash]);
    }

    [Fact]
    public void Constants_of_shared_lines_are_read_ahead()
    {
        var bench = new Bench(Accelerated(prefetch: true, accelerator: new FlashAccelerator(32, 8, 0, Ways: 2, Shared: true), widthBits: 256));
        uint end = bench.Put(Sram, "ldr r0,[r1]; adds r2,#1; adds r2,#1; adds r2,#1; adds r2,#1");
        long Read(uint offset)
        {
            long before = bench.Model.Causes[CycleCause.DataFlash];
            bench.Block(Sram, end).Read(Flash + offset);
            return bench.Model.Causes[CycleCause.DataFlash] - before;
        }

        Assert.Equal(5, Read(0)); // waits for the flash, which then reads the next word: six cycles
        Assert.Equal(0, Read(32)); // six cycles later it is there
        Assert.Equal(5, Read(0x2000)); // the word read ahead in vain has just come
    }

    [Fact]
    public void Code_and_data_in_one_ram_keep_each_other_waiting()
    {
        // Wide instructions from RAM come every other cycle; a load takes the bus for one.
        var bench = new Bench(ZeroWait(CoreKind.CortexM4));
        uint end = bench.Put(Sram, string.Join(';', Enumerable.Repeat("ldr.w r0,[r1]", 8)));
        bench.Execute(Sram, end, Sram + 0x1000);
        long near = bench.Cycles;
        var far = new Bench(ZeroWait(CoreKind.CortexM4));
        far.Put(Sram, string.Join(';', Enumerable.Repeat("ldr.w r0,[r1]", 8)));
        far.Execute(Sram, end, Flash + 0x1000);
        Assert.True(far.Cycles < near, $"{far.Cycles} cycles with constants from flash, {near} with data in the code's RAM");
        var other = new Bench(ZeroWait(CoreKind.CortexM4));
        other.Put(Sram, string.Join(';', Enumerable.Repeat("ldr.w r0,[r1]", 8)));
        other.Execute(Sram, end, Sram2 + 0x1000);
        Assert.Equal(near + 8, other.Cycles); // as loads from two memories: one for each change
    }
}
