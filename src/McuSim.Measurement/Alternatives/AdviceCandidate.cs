using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>A way in which a board may be set up badly, and the set-up that would be better.</summary>
/// <param name="Setting">What to change, as <c>--what-if</c> takes it where it can.</param>
/// <param name="Problem">What is wrong where the change makes a difference.</param>
/// <param name="Board">The board with the change.</param>
/// <param name="Force">The settings with the change, for those that are.</param>
internal sealed record AdviceCandidate(string Setting, string Problem, Board Board, Func<BoardSettings, BoardSettings> Force)
{
    /// <summary>The setting that is another clock, whose cycles count in time.</summary>
    public const string Clock = "clock";

    /// <summary>The setting that is another number of wait states.</summary>
    public const string WaitStates = "flash-ws";

    /// <summary>All that can be wrong on a board with an image.</summary>
    /// <param name="board">The board.</param>
    /// <param name="image">The image.</param>
    /// <param name="followsChip">Whether the program's own set-up of flash and clock counts.</param>
    /// <param name="movesCode">Whether to look at code in faster memory too, which times the whole run once more.</param>
    public static IEnumerable<AdviceCandidate> For(Board board, FirmwareImage image, bool followsChip, bool movesCode)
    {
        if (board.InstructionCache is not null) yield return Switch(board, "icache=on", "the instruction cache is off", s => s with { InstructionCache = true });
        if (board.DataCache is not null) yield return Switch(board, "dcache=on", "the data cache is off", s => s with { DataCache = true });
        if (followsChip && board.Flash.Accelerator is not null)
            yield return Switch(board, "accelerator=on", "the flash accelerator is off", s => s with { InstructionAccelerator = true, DataAccelerator = true });
        if (followsChip && board.Flash.Prefetch) yield return Switch(board, "prefetch=on", "flash prefetch is off", s => s with { Prefetch = true });
        if (!board.FlashClockLimits.IsEmpty)
        {
            yield return Switch(board, WaitStates, "more flash wait states than the clock needs",
                s => s with { WaitStates = board.WaitStatesAt(s.ClockHz ?? board.ClockHz) ?? s.WaitStates });
            if (followsChip) yield return Switch(board, Clock, "a slow clock", s => AtFullClock(board, s));
        }

        if (FasterMemory(board, image) is { } data) yield return Placed(board, image, new WhatIf($"data={data.To}", BoardSettings.AsBoard, Data: data.To), $"data lie in {data.From}");
        if (movesCode && CodeMemory(board, image) is { } code)
            yield return Placed(board, image, new WhatIf($"code={code}", BoardSettings.AsBoard, Code: code), $"code runs from {board.Placement.Code}");
        if (CodeInRam(board, image) is { } ram)
            yield return Placed(board, image, new WhatIf($"code={board.Placement.Code}", BoardSettings.AsBoard, Code: board.Placement.Code), $"code runs from {ram}, where it shares the bus with data");
    }

    private static BoardSettings AtFullClock(Board board, BoardSettings settings) => settings.ClockHz < board.ClockHz
        ? settings with { ClockHz = board.ClockHz, WaitStates = board.WaitStatesAt(board.ClockHz) ?? settings.WaitStates }
        : settings;

    private static AdviceCandidate Switch(Board board, string setting, string problem, Func<BoardSettings, BoardSettings> force) => new(setting, problem, board, force);

    private static AdviceCandidate Placed(Board board, FirmwareImage image, WhatIf whatIf, string problem) => new(whatIf.Text, problem, PlacedBoard.Of(board, whatIf, image), s => s);

    /// <summary>Where data lie on the bus, and a tightly coupled memory that could hold all of them.</summary>
    private static (string From, string To)? FasterMemory(Board board, FirmwareImage image)
    {
        Section[] data = [.. image.Sections.Where(s => s.Writable && board.RegionAt(s.Address) is { Writable: true, Kind: not MemoryKind.Peripheral })];
        string? slow = data.Select(s => board.RegionAt(s.Address)!).FirstOrDefault(r => r.Kind == MemoryKind.Sram)?.Name;
        long bytes = data.Sum(s => (long)s.Size);
        string? fast = board.Regions.FirstOrDefault(r => r is { Kind: MemoryKind.DataTcm, AliasOf: null } && r.Size >= bytes)?.Name;
        return slow is not null && fast is not null ? (slow, fast) : null;
    }

    /// <summary>A tightly coupled memory that could hold all code, which lies elsewhere.</summary>
    private static string? CodeMemory(Board board, FirmwareImage image)
    {
        if (image.Sections.Length == 0) return null;
        var code = PlacedBoard.Code(image, board);
        if (code.Any(c => board.RegionAt(c.Start) is not { Kind: MemoryKind.Flash })) return null;
        long bytes = code.Sum(c => (long)c.Size);
        return board.Regions.FirstOrDefault(r => r is { Kind: MemoryKind.InstructionTcm, AliasOf: null } && r.Size >= bytes)?.Name;
    }

    /// <summary>The memory on the bus that code runs from.</summary>
    private static string? CodeInRam(Board board, FirmwareImage image) => image.Sections.Where(s => s is { Executable: true, Size: > 0 })
        .Select(s => board.RegionAt(s.Address)).FirstOrDefault(r => r?.Kind == MemoryKind.Sram)?.Name;
}
