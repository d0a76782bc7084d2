using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>Where the cycles of a runner's last inference went: by cause, by function and by layer.</summary>
internal sealed class Profile
{
    /// <summary>Reads the counters of one of the runner's boards.</summary>
    public Profile(NetworkRunner runner, TimingModel timing)
    {
        var symbols = new SymbolTable(runner.Image);
        Causes = CausesOf(timing.Causes);
        Functions = FunctionsOf(timing.Blocks, symbols);
        var sizes = runner.Image.Symbols.Where(s => s.Kind == SymbolKind.Function).ToLookup(s => s.Name, s => s.Size);
        ImmutableArray<SegmentCycles> segments = timing.Segments;
        Layers = [.. runner.Firmware.Plan.Layers.Select(layer => LayerOf(layer, runner.Firmware.Plan, segments[layer.Position + 1], timing.Board, sizes[layer.Name].FirstOrDefault()))];
    }

    /// <summary>Cycles by cause, in the order of <see cref="CycleCause"/>.</summary>
    public ImmutableArray<CauseUse> Causes { get; }

    /// <summary>Cycles by function, most first.</summary>
    public ImmutableArray<FunctionUse> Functions { get; }

    /// <summary>Cycles by layer, in execution order.</summary>
    public ImmutableArray<LayerUse> Layers { get; }

    /// <summary>The causes that took cycles, with their names in reports.</summary>
    public static ImmutableArray<CauseUse> CausesOf(CycleCounts counts) =>
        [.. counts.NonZero.Select(c => new CauseUse(CauseName(c.Key), c.Value))];

    /// <summary>The caches that were asked for anything, with their names in reports.</summary>
    public static ImmutableArray<CacheUse> CachesOf(CacheCounts counts, Board board)
    {
        CacheUse[] both =
        [
            new(board.InstructionCache is null ? "instructionLines" : "instructionCache", counts.InstructionLookups, counts.InstructionMisses),
            new(board.DataCache is null ? "dataLines" : "dataCache", counts.DataLookups, counts.DataMisses),
        ];
        return [.. both.Where(c => c.Lookups > 0)];
    }

    private static string CauseName(CycleCause cause)
    {
        string name = cause.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    private static ImmutableArray<FunctionUse> FunctionsOf(IEnumerable<BlockCycles> blocks, SymbolTable symbols) =>
    [
        .. blocks
            .GroupBy(block => symbols.Find(block.Address)?.Symbol, (symbol, its) => Function(symbol, [.. its]))
            .OrderByDescending(f => f.Cycles).ThenBy(f => f.Name, StringComparer.Ordinal),
    ];

    private static FunctionUse Function(Symbol? symbol, BlockCycles[] blocks) => new(
        symbol?.Name ?? "0x" + blocks[0].Address.ToString("x8", CultureInfo.InvariantCulture),
        blocks.Sum(b => b.Cycles.Total), blocks.Sum(b => b.Instructions), symbol?.Size ?? 0)
    {
        Causes = CausesOf(Sum(blocks)),
    };

    private static CycleCounts Sum(IEnumerable<BlockCycles> blocks) => blocks.Aggregate(new CycleCounts(), (sum, block) => sum.Plus(block.Cycles));

    private static LayerUse LayerOf(Layer layer, Plan plan, SegmentCycles segment, Board board, long codeBytes)
    {
        int live = LiveBytes(plan, layer.Position);
        return new(
            layer.Name, layer.OperatorName, layer.OperatorIndex, layer.Fused, KernelOf(layer, plan), layer.OutputShape.Dimensions, layer.Macs,
            segment.Cycles.Total, segment.Instructions, CausesOf(segment.Cycles), live, layer.ConstantBytes, codeBytes)
        {
            Caches = CachesOf(segment.Caches, board),
        };
    }

    /// <summary>The kernel's name; of a layer that is computed together with others, some rows at a time, with their positions: <c>conv_1x1_dsp[3-5]</c>.</summary>
    private static string KernelOf(Layer layer, Plan plan)
    {
        LayerStream? stream = plan.Streams.FirstOrDefault(s => s.First <= layer.Position && layer.Position <= s.Last);
        return stream is null ? layer.Kernel : string.Create(CultureInfo.InvariantCulture, $"{layer.Kernel}[{stream.First}-{stream.Last}]");
    }

    /// <summary>Bytes of the arena that buffers alive during a layer cover; buffers in place of one another cover the same ones.</summary>
    private static int LiveBytes(Plan plan, int position)
    {
        int live = 0, covered = 0;
        foreach (PlannedBuffer buffer in plan.Buffers.Where(b => b.FirstLayer <= position && position <= b.LastLayer).OrderBy(b => b.Offset))
        {
            int end = buffer.Offset + buffer.Bytes;
            live += Math.Max(0, end - Math.Max(covered, buffer.Offset));
            covered = Math.Max(covered, end);
        }

        return live;
    }
}
