using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Measurement;

/// <summary>
/// Another set-up of a board under which the same run is timed: <c>dcache=off,flash-ws=2</c>. What the program does stays the same; only what
/// it costs changes.
/// </summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Settings">What is set up otherwise.</param>
/// <param name="Data">The region that all data counts as lying in, or null.</param>
/// <param name="Code">The region that all code counts as lying in, or null.</param>
/// <param name="Note">What a reader should know of it, or null.</param>
public sealed record WhatIf(string Text, BoardSettings Settings, string? Data = null, string? Code = null, string? Note = null)
{
    private static readonly ImmutableArray<string> Keys =
        ["dcache", "icache", "accelerator", "prefetch", "flash-ws", "clock", "data", "code"];

    private const int MostWaitStates = 1000;
    private const long MostHertz = 4_000_000_000;

    /// <summary>Reads <c>key=value</c> pairs separated by commas.</summary>
    /// <param name="text">The pairs.</param>
    /// <param name="board">The board that they are for.</param>
    /// <exception cref="McuSimException">A key or a value is not known, or the board lacks what it names (exit code 2).</exception>
    public static WhatIf Parse(string text, Board board)
    {
        var whatIf = new WhatIf(text, BoardSettings.AsBoard);
        string[] pairs = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (pairs.Length == 0) throw McuSimException.BadInput($"--what-if names no change: give some, such as dcache=off ({string.Join(", ", Keys)}).");
        foreach (string pair in pairs)
        {
            string[] parts = pair.Split('=', 2, StringSplitOptions.TrimEntries);
            if (!Keys.Contains(parts[0]))
                throw McuSimException.BadInput($"--what-if: there is no setting {Quote.Text(parts[0])}{NearNames.Hint(parts[0], Keys)[..^1]} ({string.Join(", ", Keys)}).");
            if (parts is not [var key, { Length: > 0 } value]) throw McuSimException.BadInput($"--what-if: {parts[0]} needs a value, such as {Example(parts[0])}.");
            whatIf = whatIf.With(key, value, board);
        }

        return whatIf.ClockSuits(board);
    }

    private WhatIf With(string key, string value, Board board) => key switch
    {
        "dcache" => this with { Settings = Settings with { DataCache = Switch(key, value, board.DataCache is not null, board, "a data cache") } },
        "icache" => this with { Settings = Settings with { InstructionCache = Switch(key, value, board.InstructionCache is not null, board, "an instruction cache") } },
        "accelerator" => this with { Settings = Accelerator(Switch(key, value, board.Flash.Accelerator is not null, board, "a flash accelerator")) },
        "prefetch" => this with { Settings = Settings with { Prefetch = Switch(key, value, true, board, "") } },
        "flash-ws" => this with { Settings = Settings with { WaitStates = WaitStates(value) } },
        "clock" => this with { Settings = Settings with { ClockHz = Clock(value) } },
        "data" => this with { Data = Region(key, value, board, r => r.Writable && r.Kind != MemoryKind.Peripheral).Name },
        _ => this with { Code = Region(key, value, board, r => r.Executable).Name },
    };

    private BoardSettings Accelerator(bool isOn) => Settings with { InstructionAccelerator = isOn, DataAccelerator = isOn };

    /// <summary>Another clock needs other wait states, which the board file may give.</summary>
    private WhatIf ClockSuits(Board board)
    {
        if (Settings is not { ClockHz: { } hertz, WaitStates: null }) return this;
        if (board.WaitStatesAt(hertz) is { } states) return this with { Settings = Settings with { WaitStates = states } };
        string why = board.FlashClockLimits.IsEmpty ? "gives no flash.clock_limits" : "gives no wait states for that clock";
        return this with { Note = $"wait states kept: the board file {why}" };
    }

    private static bool Switch(string key, string value, bool exists, Board board, string what)
    {
        if (value is not ("on" or "off")) throw McuSimException.BadInput($"--what-if: {key} is on or off, not {Quote.Text(value)}.");
        if (!exists) throw McuSimException.BadInput($"--what-if: {key}: board {board.Name} has not {what}; leave it out for this board.");
        return value == "on";
    }

    private static int WaitStates(string value) => Quantity.Whole(value) is { } states and <= MostWaitStates
        ? states
        : throw McuSimException.BadInput($"--what-if: flash-ws is a whole number of wait states, not {Quote.Text(value)}.");

    private static long Clock(string value) => Quantity.Hertz(value) is { } hertz and >= 1000 and <= MostHertz
        ? hertz
        : throw McuSimException.BadInput($"--what-if: clock is a frequency such as 120MHz, not {Quote.Text(value)}.");

    private static MemoryRegion Region(string key, string value, Board board, Func<MemoryRegion, bool> suits)
    {
        MemoryRegion[] regions = [.. board.Regions.Where(r => r.AliasOf is null && suits(r))];
        return regions.FirstOrDefault(r => r.Name == value) ?? throw McuSimException.BadInput(
            $"--what-if: board {board.Name} has no region {Quote.Text(value)} for {key}{NearNames.Hint(value, regions.Select(r => r.Name))[..^1]} ({string.Join(", ", regions.Select(r => r.Name))}).");
    }

    private static string Example(string key) => key switch
    {
        "flash-ws" => "flash-ws=2",
        "clock" => "clock=120MHz",
        "data" => "data=dtcm",
        "code" => "code=itcm",
        _ => string.Create(CultureInfo.InvariantCulture, $"{key}=off"),
    };
}
