using McuSim.Boards;
using McuSim.Timing;
using McuSim.Timing.Memories;

using static McuSim.Tests.Timing.TestBoards;

namespace McuSim.Tests.Timing.Memories;

/// <summary>L1 caches of 4 KB with lines of 32 bytes: instructions 2 ways (64 sets), data 4 ways (32 sets). Fill 12 from flash, 6 from SRAM.</summary>
public sealed class CacheTests
{
    private const uint SetStride = 32 * 32;

    [Fact]
    public void A_line_is_filled_once()
    {
        Bench bench = Loader(out uint end);
        bench.Block(Itcm, end).Read(AxiSram);
        Assert.Equal(1 + 6, bench.Cycles);
        bench.Block(Itcm, end).Read(AxiSram + 28);
        Assert.Equal(2 + 6, bench.Cycles);
        bench.Block(Itcm, end).Read(Flash + 0x100);
        Assert.Equal(3 + 6 + 12, bench.Cycles);
        Assert.Equal(18, bench.Model.Causes[CycleCause.DataCache]);
    }

    [Fact]
    public void A_fill_begins_when_the_one_before_is_complete()
    {
        Board board = Cached();
        var bench = new Bench(board with { Flash = board.Flash with { LineBusyCycles = 20 } });
        uint end = bench.Put(Itcm, "ldr.w r0,[r1]");
        bench.Block(Itcm, end).Read(Flash);
        Assert.Equal(12, bench.Model.Causes[CycleCause.DataCache]);
        bench.Block(Itcm, end).Read(Flash + 32); // the cycle after the first word came: 7 of 20 left
        Assert.Equal(12 + 7 + 12, bench.Model.Causes[CycleCause.DataCache]);
    }

    [Fact]
    public void A_set_keeps_its_four_most_recently_used_lines()
    {
        Bench bench = Loader(out uint end);
        void Read(uint line) => bench.Block(Itcm, end).Read(AxiSram + line * SetStride);
        long Misses() => bench.Model.Causes[CycleCause.DataCache] / 6;
        for (uint i = 0; i < 4; i++) Read(i);
        Assert.Equal(4, Misses());
        Read(0); // hit: line 1 is the oldest now
        Read(4); // replaces it
        Assert.Equal(5, Misses());
        Read(0);
        Read(2);
        Read(3);
        Read(4);
        Assert.Equal(5, Misses());
        Read(1);
        Assert.Equal(6, Misses());
    }

    [Fact]
    public void Tightly_coupled_memory_and_peripherals_are_not_cached()
    {
        Bench bench = Loader(out uint end);
        bench.Block(Itcm, end).Read(Dtcm + 0x100).Block(Itcm, end).Read(0x4000_0000);
        Assert.Equal(2, bench.Cycles);
    }

    [Fact]
    public void A_store_that_misses_brings_its_line_in()
    {
        var bench = new Bench(Cached());
        uint end = bench.Put(Itcm, "str.w r0,[r1]; ldr.w r2,[r1]");
        bench.Block(Itcm, end).Write(AxiSram).Read(AxiSram);
        Assert.Equal(1 + 6, bench.Cycles);
        Assert.Equal(6, bench.Model.Causes[CycleCause.WriteStall]); // as a read waits
        Assert.Equal(0, bench.Model.Causes[CycleCause.DataCache]);
    }

    [Fact]
    public void An_access_across_lines_needs_both()
    {
        Bench bench = Loader(out uint end);
        bench.Block(Itcm, end).Read(AxiSram + 30);
        Assert.Equal(12, bench.Model.Causes[CycleCause.DataCache]);
        Assert.Equal(3, bench.Model.Causes[CycleCause.Unaligned]);
    }

    [Fact]
    public void Code_in_flash_goes_through_the_instruction_cache()
    {
        var bench = new Bench(Cached());
        uint end = bench.Put(Flash + 16, string.Join(';', Enumerable.Repeat("nop", 24))); // 48 bytes: two lines
        bench.Block(Flash + 16, end);
        Assert.Equal(12 + 2 * 12, bench.Cycles);
        Assert.Equal(24, bench.Model.Causes[CycleCause.InstructionCache]);
        bench.Block(Flash + 16, end).Block(Flash + 16, end);
        Assert.Equal(24, bench.Model.Causes[CycleCause.InstructionCache]);
    }

    [Fact]
    public void Without_a_data_cache_every_access_goes_to_the_bus()
    {
        var bench = new Bench(Cached(dataCache: false));
        uint end = bench.Put(Itcm, "ldr.w r0,[r1]");
        bench.Block(Itcm, end).Read(Flash).Block(Itcm, end).Read(Flash);
        Assert.Equal(2 * (1 + 12 - 3), bench.Cycles); // the fill without its last three beats
        Assert.Equal(18, bench.Model.Causes[CycleCause.Bus]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Replacement_is_exactly_least_recently_used(int ways)
    {
        // Against a list per set.
        var cache = new LruCache(ways * 4 * 32, 32, ways);
        var sets = new List<uint>[4];
        for (int i = 0; i < 4; i++) sets[i] = [];
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            uint line = (uint)random.Next(4 * (ways + 2));
            List<uint> set = sets[line % 4];
            bool expected = set.Remove(line);
            set.Insert(0, line);
            if (set.Count > ways) set.RemoveAt(ways);
            Assert.Equal(expected, cache.Touch(line));
        }
    }

    private static Bench Loader(out uint end)
    {
        var bench = new Bench(Cached());
        end = bench.Put(Itcm, "ldr.w r0,[r1]");
        return bench;
    }
}
