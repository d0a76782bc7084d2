using McuSim.Boards;
using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Tests.Timing;

/// <summary>Blocks timed together, as paths, against the same blocks timed one by one: equal in every figure.</summary>
public sealed class PathTests
{
    private const int Rounds = 12;

    /// <summary>Branches that depend on a random number, calls, loops of one and of several blocks, lists, literals, peripherals, bytes at odd addresses and words too.</summary>
    private const string Baseline = """
        ldr r7, ram; ldr r6, rom; movs r5, #77
        outer: movs r4, #23
        loop: lsls r0, r5, #13; eors r5, r0; lsrs r0, r5, #17; eors r5, r0; lsls r0, r5, #5; eors r5, r0
        ldr r2, [r6]; ldrb r1, [r7, r4]; adds r1, r2; strb r1, [r7, r4]; lsls r3, r5, #31; bmi odd
        lsls r3, r5, #28; bmi even; bl leaf; b join
        even: ldr r3, [r7, #8]; str r3, [r7, #12]; bl caller; b join
        odd: ldr r0, peripheral; ldr r0, [r0]; movs r3, #9
        inner: ldr r1, [r7, #16]; ldr r2, [r7, #20]; str r1, [r7, #24]; subs r3, #1; bne inner
        join: subs r4, #1; bne loop
        movs r3, #200
        copy: ldr r0, [r6, r3]; str r0, [r7, r3]; subs r3, #4; bne copy
        b outer
        leaf: push {r4, r5, lr}; mov r4, sp; ldm r4!, {r0, r1, r2}; pop {r4, r5, pc}
        caller: push {r4, lr}; bl leaf; ldr r0, [r7, #4]; bl leaf; pop {r4, pc}
        .balign 4
        ram: .word 0x20000400
        rom: .word 0x08002000
        peripheral: .word 0x40010000
        .space 1200
        """;

    /// <summary>What Armv7-M has beside: accesses that may be skipped, unaligned ones, tables of branches, far code.</summary>
    private const string Mainline = """
        ldr r7, =0x20000400; ldr r6, =0x08002000; movs r5, #77
        outer: movs r4, #41
        loop: eor r5, r5, r5, lsl #13; eor r5, r5, r5, lsr #17; eor r5, r5, r5, lsl #5
        tst r5, #4; ite ne; ldrne r0, [r7, #4]; strbeq r0, [r7, #9]; ldrd r0, r1, [r7, #8]; ldr r2, [r6, #4]; ldr r3, [r6, #64]
        smlad r0, r1, r2, r0; str r0, [r7, #32]; and r1, r5, #3; tbb [pc, r1]
        cases: .byte (c0-cases)/2, (c1-cases)/2, (c2-cases)/2, (c3-cases)/2
        c0: ldr r0, [r7, #33]; b join
        c1: bl leaf; b join
        c2: movs r3, #7
        inner: ldr r1, [r7], #4; ldrsh r2, [r6, #2]; mla r0, r1, r2, r0; subs r3, #1; bne inner
        sub r7, r7, #28; b join
        c3: stmdb sp!, {r4, r5, r6}; ldmia sp!, {r4, r5, r6}; udiv r0, r5, r4
        join: subs r4, #1; bne loop
        b.w outer
        .ltorg
        .space 700
        leaf: push {r3, r4, r5, lr}; cbz r5, skip; ldr r4, [r6, #128]
        skip: pop {r3, r4, r5, pc}
        """;

    [Theory]
    [InlineData("nucleo-l4r5zi", Mainline)]
    [InlineData("stm32f407", Mainline)]
    [InlineData("nucleo-f103rb", Baseline)]
    [InlineData("nucleo-u575zi", Mainline)]
    [InlineData("stm32f746", Mainline)]
    [InlineData("nucleo-h7a3zi", Baseline)]
    [InlineData("nucleo-g0b1re", Baseline)]
    public void Give_the_same_figures_as_their_blocks(string name, string program)
    {
        foreach (BoardSettings settings in (BoardSettings[])[BoardSettings.AsBoard, new() { WaitStates = 0 }, new() { Prefetch = false }, new() { InstructionAccelerator = false, DataAccelerator = false }])
        {
            Board board = BoardCatalog.Load(name);
            using var machine = new McuMachine(board, Image(board, program));
            var segments = new SegmentMap(2, [(0x0800_0200, 0x40, 0), (0x0800_0240, 0x30, 1)]);
            var one = new TimingModel(board, machine, segments);
            var together = new Together(new TimingModel(board, machine, segments));
            together.Model.KeepBlockBegins();
            one.KeepBlockBegins();
            one.Configure(settings);
            together.Model.Configure(settings);
            machine.Observers.Add(new OneByOne(one));
            machine.Observers.Add(together);
            for (int round = 0; round < Rounds; round++)
            {
                machine.Run(null, new RunLimits(Instructions: 9_000 + (1_000 * round)));
                Assert.Equal(one.Cycles, together.Model.Cycles);
                Assert.True(one.BlockBegins.SequenceEqual(together.Model.BlockBegins));
                Assert.Equal(Figures(one), Figures(together.Model));
                if (round % 4 == 3) Disturb(one, together.Model, settings);
            }

            Assert.True(together.OnPaths > 0.8 * together.Events, $"{together.OnPaths} of {together.Events} events were on paths.");
        }
    }

    private static void Disturb(TimingModel one, TimingModel other, BoardSettings settings)
    {
        foreach (TimingModel model in (TimingModel[])[one, other])
        {
            TimingState state = model.Capture();
            model.Configure(settings with { Prefetch = true });
            model.Configure(settings);
            model.Restore(state);
            model.ResetCounters();
        }
    }

    private static string Figures(TimingModel model) => string.Join(
        '\n',
        model.Segments.Select(s => $"{s.Instructions} {Text(s.Cycles)} {s.Caches.InstructionLookups} {s.Caches.InstructionMisses} {s.Caches.DataLookups} {s.Caches.DataMisses}")
            .Concat(model.Blocks.Select(b => $"{b.Address:x} {b.Size} {b.Executions} {b.Instructions} {Text(b.Cycles)}")).Append($"{model.Instructions}"));

    private static string Text(CycleCounts cycles) => string.Join(' ', cycles.NonZero.Select(c => $"{c.Key}={c.Value}"));

    private static FirmwareImage Image(Board board, string program)
    {
        const uint start = 0x0800_0200;
        byte[] flash = new byte[0x3000];
        new Random(1).NextBytes(flash.AsSpan(0x2000));
        BitConverter.TryWriteBytes(flash, board.RegionAt(0x2000_0000)!.Start + 0x2000);
        BitConverter.TryWriteBytes(flash.AsSpan(4), start | 1);
        Assembler.Assemble(program.ReplaceLineEndings(";")).CopyTo(flash, 0x200);
        return new FirmwareImage("paths", [new Segment(0x0800_0000, 0x0800_0000, flash, (uint)flash.Length)], [], start, []);
    }

    /// <summary>Hands events on without the paths.</summary>
    private sealed class OneByOne(TimingModel model) : IExecutionObserver
    {
        public void Observe(ReadOnlySpan<ulong> events) => model.Observe(events);
    }

    /// <summary>Hands events on with the paths, and counts.</summary>
    private sealed class Together(TimingModel model) : IPathObserver
    {
        public TimingModel Model => model;

        public long Events { get; private set; }

        public long OnPaths { get; private set; }

        public void Observe(ReadOnlySpan<ulong> events) => Assert.Fail("Events came without their paths.");

        public void Observe(ReadOnlySpan<ulong> events, ReadOnlySpan<PathRun> runs)
        {
            foreach (PathRun run in runs)
            {
                Events += run.End - run.Start;
                if (run.Path is not null) OnPaths += run.End - run.Start;
            }

            model.Observe(events, runs);
        }
    }
}
