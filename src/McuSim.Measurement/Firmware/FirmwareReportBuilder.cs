using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

using McuSim.Boards;
using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>Puts together what was measured of a firmware run.</summary>
internal sealed class FirmwareReportBuilder(FirmwareRequest request, FirmwareRun run)
{
    private const int MostBlocks = 12;
    private const int MostFrames = 32;
    private const int MostSources = 64;

    private readonly byte[] file = File.ReadAllBytes(request.Image.Path);
    private IReadOnlyDictionary<uint, string> sources = ImmutableDictionary<uint, string>.Empty;

    private bool IsElf => file.AsSpan().StartsWith("\u007fELF"u8);

    /// <summary>Makes a report for each board.</summary>
    public IReadOnlyList<FirmwareReport> Build(RunEnd end)
    {
        foreach (FirmwareTiming timing in run.Boards) timing.Calls.Finish();
        FirmwareMemory? memory = run.Timing is null ? null : new FirmwareMemoryMeter(request, run).Measure(run.Boards[0].Board.Model.Blocks);
        return run.Boards.Count == 0 ? [Build(end, request.Board, null, null)] : [.. run.Boards.Select(timing => Build(end, timing.Board.Board, timing, memory))];
    }

    private FirmwareReport Build(RunEnd end, Board board, FirmwareTiming? timing, FirmwareMemory? memory)
    {
        ImmutableArray<BlockCycles> blocks = timing?.Board.Model.Blocks ?? [];
        ImmutableArray<CalledFunction> functions = timing?.Calls.Functions ?? [];
        BlockCycles[] hottest = [.. blocks.OrderByDescending(b => b.Cycles.Total).ThenBy(b => b.Address).Where(b => b.Address != uint.MaxValue).Take(MostBlocks)];
        ImmutableArray<uint> callers = [.. end.ReturnAddresses.Take(MostFrames)];
        if (IsElf)
        {
            sources = Binutils.SourceLines(request.Image.Path,
                [end.Address, .. callers.Select(a => a - 2), .. hottest.Select(b => b.Address), .. functions.Take(MostSources).Select(f => f.Address)]);
        }

        FirmwareProfile? profile = timing is null ? null : Profile(board, timing.Board.Model, functions, hottest);
        return new(
            Describe.Tool,
            Image(),
            Describe.Board(board),
            new(end.Kind, end.ExitCode, end.Sentence, Place(end.Address), [.. callers.Select(a => Place(a - 2))]),
            run.Machine.InstructionsExecuted,
            profile,
            memory,
            ChipUse.Of(run.Machine, run.Pins),
            run.Printed)
        {
            WhatIfs = timing?.Board.WhatIfs(profile!.Milliseconds) ?? [],
            Advice = timing?.Board.Advice(profile!.Milliseconds) ?? [],
            Trust = profile is null ? null : BoardTrust.Of(board).For(profile.Milliseconds),
        };
    }

    private FirmwareProfile Profile(Board board, TimingModel timing, ImmutableArray<CalledFunction> functions, BlockCycles[] hottest)
    {
        var causes = timing.Blocks.ToLookup(b => run.Machine.Symbols.Find(b.Address)?.Symbol.Address ?? uint.MaxValue, b => b.Cycles);
        return new(
            timing.Cycles,
            Math.Round(Milliseconds(board, timing), 6),
            McuSim.Measurement.Profile.CausesOf(timing.Causes),
            [.. functions.Select(f => Function(f, causes[f.Address].Aggregate(new CycleCounts(), (sum, cycles) => sum.Plus(cycles))))],
            [.. hottest.Select(Block)])
        {
            Caches = McuSim.Measurement.Profile.CachesOf(timing.Caches, board),
        };
    }

    /// <summary>A function; its causes are those of the blocks at its symbol, where these are all that it did.</summary>
    private FunctionProfile Function(CalledFunction f, CycleCounts causes) =>
        new(f.Name, Hex(f.Address), sources.GetValueOrDefault(f.Address), f.Calls, f.Inclusive, f.Exclusive, f.Instructions)
        {
            Causes = causes.Total == f.Exclusive ? McuSim.Measurement.Profile.CausesOf(causes) : [],
        };

    /// <summary>By the program's own clock where it has set one up; what another board takes more or less, at the clock that is left at the end.</summary>
    private double Milliseconds(Board board, TimingModel timing) => timing.Settings.ClockHz is { } hertz
        ? 1000 * (run.Timing!.Seconds + ((double)(timing.Cycles - run.Boards[0].Board.Model.Cycles) / hertz))
        : board.Milliseconds(timing.Cycles);

    private HotBlock Block(BlockCycles block)
    {
        var code = new byte[block.Size];
        return new(
            Place(block.Address), block.Size, block.Executions, block.Instructions, block.Cycles.Total,
            McuSim.Measurement.Profile.CausesOf(block.Cycles),
            run.Machine.TryRead(block.Address, code) ? [.. Binutils.Disassemble(block.Address, code)] : []);
    }

    private CodePlace Place(uint address) => new(Hex(address), run.Machine.Symbols.Find(address)?.ToString(), sources.GetValueOrDefault(address));

    private ImageInfo Image() => new(
        Path.GetFileName(request.Image.Path),
        IsElf ? "elf" : file is [(byte)':', ..] ? "hex" : file is [(byte)'U', (byte)'F', (byte)'2', ..] ? "uf2" : file is [(byte)'D', (byte)'f', (byte)'u', (byte)'S', ..] ? "dfu" : file is [(byte)'S', >= (byte)'0' and <= (byte)'3', ..] ? "srec" : "bin",
        Convert.ToHexStringLower(SHA256.HashData(file)),
        request.Image.Segments.Sum(s => (long)s.Data.Length),
        request.Image.Symbols.Count(s => s.Kind == SymbolKind.Function));

    private static string Hex(uint address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:x8}");
}
