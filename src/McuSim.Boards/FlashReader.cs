using System.Collections.Immutable;

using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Reads <c>flash</c>.</summary>
internal static class FlashReader
{
    private const int MaxCycles = 1000;

    public static FlashInterface Flash(Section root, bool cached)
    {
        Section flash = Open(root);
        int width = (int)flash.Of("width", "bit", 8, 1024, "128 bit");
        if (!int.IsPow2(width))
            throw flash.Wrong("width", "a power of two from 8 bit to 1024 bit");
        if (!cached && flash.Has("line_fill_cycles"))
            throw flash.Bad("line_fill_cycles", "needs an L1 cache (instruction_cache, data_cache), and this board has none");
        int fill = cached ? flash.Whole("line_fill_cycles", 0, MaxCycles) : 0;
        return new FlashInterface(
            flash.Whole("wait_states", 0, MaxCycles),
            width,
            flash.Whole("core_clocks_per_bus_clock", 1, 16, otherwise: 1),
            fill,
            flash.Flag("prefetch", otherwise: false),
            Accelerator(flash, width))
        {
            IsSerial = flash.Flag("serial", otherwise: false),
            LineBusyCycles = flash.Whole("line_busy_cycles", fill, MaxCycles, otherwise: fill),
        };
    }

    /// <summary>The highest clock for 0, 1, 2 ... wait states.</summary>
    public static ImmutableArray<long> ClockLimits(Section root)
    {
        Section flash = Open(root);
        if (!flash.Has("clock_limits"))
            return [];
        long?[] limits = [.. flash.Texts("clock_limits").Select(Quantity.Hertz)];
        bool ascending = limits.Zip(limits.Skip(1)).All(pair => pair.First < pair.Second);
        return limits.Length is > 0 and <= MaxCycles && ascending && limits.All(l => l is not null)
            ? [.. limits.Select(l => l!.Value)]
            : throw flash.Wrong("clock_limits", "a list of ascending clocks for 0, 1, 2 ... wait states, for example [30 MHz, 60 MHz]");
    }

    private static Section Open(Section root) => root.Child("flash",
        "wait_states", "width", "core_clocks_per_bus_clock", "line_fill_cycles", "line_busy_cycles", "prefetch", "accelerator", "clock_limits", "serial", "source");

    private static FlashAccelerator? Accelerator(Section flash, int width)
    {
        if (!flash.Has("accelerator"))
            return null;
        Section accelerator = flash.Child("accelerator", "line", "instruction_lines", "data_lines", "shared_lines", "ways", "miss_cycles", "ahead_cycles");
        int miss = accelerator.Whole("miss_cycles", 0, MaxCycles, otherwise: 0);
        int ahead = accelerator.Whole("ahead_cycles", 0, MaxCycles, otherwise: miss);
        int line = (int)accelerator.Bytes("line", 4, 256);
        if (!int.IsPow2(line) || line * 8 < width)
            throw accelerator.Wrong("line", "a power of two and at least as wide as one flash read");
        if (!accelerator.Has("shared_lines"))
            return new FlashAccelerator(line, Lines(accelerator, "instruction_lines"), Lines(accelerator, "data_lines"), Ways(accelerator), MissCycles: miss) { AheadCycles = ahead };
        if (accelerator.Has("instruction_lines") || accelerator.Has("data_lines"))
            throw accelerator.Bad("shared_lines", "stands instead of instruction_lines and data_lines, not beside them");
        return new FlashAccelerator(line, Lines(accelerator, "shared_lines"), 0, Ways(accelerator), Shared: true, miss) { AheadCycles = ahead };
    }

    private static int Ways(Section accelerator) => accelerator.Whole("ways", 1, 64, otherwise: 0);

    /// <summary>A number of lines that the ways, if given, divide into a power of two of sets.</summary>
    private static int Lines(Section accelerator, string name)
    {
        int lines = accelerator.Whole(name, 0, 65_536);
        int ways = Ways(accelerator);
        if (ways > 0 && lines > 0 && (lines % ways != 0 || !int.IsPow2(lines / ways)))
            throw accelerator.Bad(name, "divided by ways must be a power of two (the number of sets)");
        return lines;
    }
}
