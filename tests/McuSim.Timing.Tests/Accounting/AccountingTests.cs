using McuSim.Boards;
using McuSim.Common;
using McuSim.Machine;
using McuSim.Timing;

using static McuSim.Tests.Timing.TestBoards;

namespace McuSim.Tests.Timing.Accounting;

public sealed class AccountingTests
{
    public static TheoryData<string> Boards => ["zero-wait", "accelerated", "cached", "uncached"];

    /// <summary>Random blocks, accesses, exceptions, resets and restores: causes, segments and blocks each sum to the total at any moment.</summary>
    [Theory]
    [MemberData(nameof(Boards))]
    public void The_parts_sum_exactly_to_the_total(string name)
    {
        var random = new Random(7);
        Bench bench = RandomCode(Board(name), random, out (uint Address, uint End)[] blocks, new SegmentMap(3, [(Flash + 0x400, 0x200, 1), (Flash + 0x800, 0x300, 2)]));
        TimingState state = bench.Model.Capture();
        for (int round = 0; round < 200; round++)
        {
            for (int i = random.Next(40); i > 0; i--)
            {
                (uint address, uint end) = blocks[random.Next(blocks.Length)];
                bench.Execute(address, end, RandomData(random));
                if (random.Next(50) == 0) bench.Send(ExecutionEvent.Pack(ExecutionEventKind.Exception, 0, 15));
            }

            if (random.Next(20) == 0) bench.Model.ResetCounters();
            if (random.Next(20) == 0) bench.Model.Restore(state);
            if (random.Next(20) == 0) state = bench.Model.Capture();
            if (random.Next(30) == 0) bench.Model.ClearState();
            AssertSums(bench.Model);
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Equal_states_and_events_give_equal_cycles_whatever_ran_before(string name)
    {
        var random = new Random(3);
        Bench first = RandomCode(Board(name), random, out (uint Address, uint End)[] blocks);
        Bench second = RandomCode(Board(name), new Random(3), out _);
        Run(first, blocks, 11);
        TimingState state = first.Model.Capture();
        long Measure(Bench bench)
        {
            bench.Model.Restore(state);
            bench.Model.ResetCounters();
            Run(bench, blocks, 12);
            return bench.Cycles;
        }

        long expected = Measure(first);
        Run(first, blocks, 13);
        Run(second, blocks, 14);
        Assert.Equal(expected, Measure(second));
        Assert.Equal(expected, Measure(first));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Cutting_the_stream_changes_nothing(string name)
    {
        var random = new Random(5);
        Bench whole = RandomCode(Board(name), random, out (uint Address, uint End)[] blocks);
        Bench pieces = RandomCode(Board(name), new Random(5), out _);
        var recorder = new List<ulong>();
        Run(whole, blocks, 21, recorder);
        var cuts = new Random(6);
        for (int i = 0; i < recorder.Count;)
        {
            int count = Math.Min(cuts.Next(5), recorder.Count - i);
            pieces.Send([.. recorder[i..(i + count)]]);
            _ = pieces.Model.Causes; // reading totals changes nothing either
            i += count;
        }

        Assert.Equal(whole.Cycles, pieces.Cycles);
        Assert.Equal(whole.Model.Instructions, pieces.Model.Instructions);
        AssertSums(pieces.Model);
    }

    [Fact]
    public void A_layer_counts_what_it_calls_and_ends_when_control_is_back()
    {
        // Invoke (segment 0) calls a layer (segment 1), which calls a function outside all ranges.
        var bench = new Bench(ZeroWait(CoreKind.CortexM4), new SegmentMap(2, [(Flash, 0x100, 0), (Flash + 0x100, 0x100, 1)]));
        uint invoke = bench.Put(Flash, "movs r0,#1; bl .+252"), after = bench.Put(invoke, "nop; nop; bx lr");
        uint layer = bench.Put(Flash + 0x100, "nop; bl .+512"), layerEnd = bench.Put(layer, "nop; bx lr");
        uint callee = bench.Put(Flash + 0x400, "nop; nop; nop; bx lr");
        bench.Block(Flash, invoke).Block(Flash + 0x100, layer).Block(Flash + 0x400, callee).Block(layer, layerEnd).Block(invoke, after);

        // MOVS, BL 1 + 1; then NOP, NOP, BX (not yet left)
        Assert.Equal(3 + 3, bench.Model.Segments[0].Cycles.Total);
        Assert.Equal(5, bench.Model.Segments[0].Instructions);

        // NOP, BL 1 + 1; NOP, NOP, NOP, BX 1 + 1; NOP, BX 1 + 1
        Assert.Equal(3 + 5 + 3, bench.Model.Segments[1].Cycles.Total);
        Assert.Equal(8, bench.Model.Segments[1].Instructions);
        AssertSums(bench.Model);
    }

    [Fact]
    public void Blocks_know_what_they_took()
    {
        var bench = new Bench(ZeroWait(CoreKind.CortexM4));
        uint end = bench.Put(Flash, "ldr r0,[r1]; subs r2,#1; bne .-4");
        for (int i = 0; i < 5; i++) bench.Block(Flash, end).Read(Sram);
        BlockCycles block = Assert.Single(bench.Model.Blocks);
        Assert.Equal((Flash, 6, 5L, 15L), (block.Address, block.Size, block.Executions, block.Instructions));
        Assert.Equal(5 * 4 + 4, block.Cycles.Total);
        Assert.Equal(15, block.Cycles[CycleCause.Issue]);
        Assert.Equal(5, block.Cycles[CycleCause.LoadStore]);
        Assert.Equal(4, block.Cycles[CycleCause.Branch]);
    }

    [Fact]
    public void Changed_code_in_writable_memory_is_decoded_again()
    {
        var bench = new Bench(ZeroWait(CoreKind.CortexM4));
        uint end = bench.Put(Sram, "nop; nop");
        bench.Block(Sram, end);
        Assert.Equal(2, bench.Cycles);
        bench.Write(Sram, 4);
        bench.Put(Sram, "udiv r0,r0,r1");
        bench.Block(Sram, end);
        Assert.Equal(2 + 6, bench.Cycles);
        AssertSums(bench.Model);
    }

    [Fact]
    public void Code_changed_from_outside_is_noticed_when_a_state_is_restored()
    {
        var bench = new Bench(ZeroWait(CoreKind.CortexM4));
        uint end = bench.Put(Sram, "nop; nop");
        TimingState state = bench.Model.Capture();
        bench.Block(Sram, end);
        bench.Put(Sram, "udiv r0,r0,r1");
        bench.Model.Restore(state);
        bench.Model.ResetCounters();
        bench.Block(Sram, end);
        Assert.Equal(6, bench.Cycles);
    }

    [Fact]
    public void Skipped_accesses_are_passed_over()
    {
        // The LDRNE is skipped; the LDR behind it goes to the second bank, so pairs with nothing it should not.
        var bench = new Bench(Cached());
        uint end = bench.Put(Itcm, "it ne; ldrne.w r0,[r1]; str.w r4,[r5]; nop; ldr.w r2,[r3]; ldr.w r6,[r7]");
        bench.Block(Itcm, end).Write(Dtcm).Read(Dtcm).Read(Dtcm + 8);
        Assert.Equal(1, bench.Model.Causes[CycleCause.Bus]); // the last two would pair, but for their bank
    }

    [Fact]
    public void Exceptions_cost_their_entry()
    {
        var bench = new Bench(ZeroWait(CoreKind.CortexM4));
        uint end = bench.Put(Flash, "nop; b .");
        bench.Block(Flash, end).Send(ExecutionEvent.Pack(ExecutionEventKind.Exception, 0, 15)).Block(Flash, end);
        Assert.Equal(2 + 12 + 2, bench.Cycles);
        Assert.Equal(12, bench.Model.Causes[CycleCause.Exception]);
        AssertSums(bench.Model);
    }

    [Fact]
    public void The_loop_over_events_does_not_allocate()
    {
        Bench bench = RandomCode(Cached(), new Random(3), out (uint Address, uint End)[] blocks);
        var events = new List<ulong>();
        Run(bench, blocks, 1, events);
        ulong[] stream = [.. events];
        for (int i = 0; i < 50; i++) bench.Model.Observe(stream);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bench.Model.Observe(stream);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Code_that_cannot_be_read_is_one_clear_error()
    {
        var bench = new Bench(ZeroWait(CoreKind.CortexM4));
        var error = Assert.Throws<McuSimException>(() => bench.Block(Flash, Flash + 4));
        Assert.Equal(ExitCode.FirmwareFault, error.ExitCode);
        Assert.Contains("0x08000000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Segment_maps_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new SegmentMap(1, [(0, 4, 1)]));
        Assert.Throws<ArgumentException>(() => new SegmentMap(2, [(0, 8, 0), (4, 8, 1)]));
        var map = new SegmentMap(3, [(0x100, 0x10, 1), (0x200, 0x10, 2)]);
        Assert.Equal([-1, 1, 1, -1, 2, -1], new uint[] { 0xFF, 0x100, 0x10F, 0x110, 0x20F, 0x210 }.Select(map.SegmentAt));
    }

    internal static void AssertSums(TimingModel model)
    {
        Assert.Equal(model.Cycles, model.Causes.Total);
        Assert.Equal(model.Cycles, model.Segments.Sum(s => s.Cycles.Total));
        Assert.Equal(model.Cycles, model.Blocks.Sum(b => b.Cycles.Total));
        Assert.Equal(model.Instructions, model.Segments.Sum(s => s.Instructions));
        Assert.Equal(model.Instructions, model.Blocks.Sum(b => b.Instructions));
        Assert.All(Enum.GetValues<CycleCause>(), c => Assert.True(model.Causes[c] >= 0));
    }

    private static Board Board(string name) => name switch
    {
        "zero-wait" => ZeroWait(CoreKind.CortexM4),
        "accelerated" => Accelerated(prefetch: true),
        "cached" => Cached(),
        _ => Cached(instructionCache: false, dataCache: false),
    };

    private static uint RandomData(Random random) => random.Next(4) switch
    {
        0 => Flash + 0x8000 + (uint)random.Next(0x2000),
        1 => Sram + 4 * (uint)random.Next(0x2000),
        2 => AxiSram + 4 * (uint)random.Next(0x2000),
        _ => Dtcm + (uint)random.Next(0x2000),
    };

    /// <summary>Random half-words as code: blocks one after the other, some in flash, some in RAM.</summary>
    private static Bench RandomCode(Board board, Random random, out (uint Address, uint End)[] blocks, SegmentMap? segments = null)
    {
        var bench = new Bench(board, segments);
        var made = new List<(uint, uint)>();
        foreach (uint start in new[] { Flash, Sram + 0xC000 })
        {
            uint address = start;
            for (int i = 0; i < 40; i++)
            {
                byte[] code = new byte[2 + 2 * random.Next(20)];
                random.NextBytes(code);
                uint end = bench.Put(address, code);
                made.Add((address, end));
                address = end;
            }
        }

        blocks = [.. made];
        return bench;
    }

    private static void Run(Bench bench, (uint Address, uint End)[] blocks, int seed, List<ulong>? recorder = null)
    {
        var random = new Random(seed);
        for (int i = 0; i < 500; i++)
        {
            (uint address, uint end) = blocks[random.Next(blocks.Length)];
            int repeat = random.Next(3);
            for (int k = 0; k <= repeat; k++)
            {
                var events = new List<ulong> { ExecutionEvent.Pack(ExecutionEventKind.Block, address, end - address) };
                for (int a = random.Next(4); a > 0; a--)
                {
                    events.Add(random.Next(3) == 0
                        ? ExecutionEvent.Pack(ExecutionEventKind.Write, RandomData(random), 4)
                        : ExecutionEvent.Pack(ExecutionEventKind.Read, RandomData(random), 1u << random.Next(3)));
                }

                bench.Send([.. events]);
                recorder?.AddRange(events);
            }
        }
    }
}
