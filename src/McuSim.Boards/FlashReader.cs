using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Reads <c>flash</c>.</summary>
internal static class FlashReader
{
    private const int MaxCycles = 1000;

    public static FlashInterface Flash(Section root, bool cached)
    {
        Section flash = root.Child("flash",
            "wait_states", "width", "core_clocks_per_bus_clock", "line_fill_cycles", "prefetch", "accelerator", "source");
        int width = (int)flash.Of("width", "bit", 8, 1024, "128 bit");
        if (!int.IsPow2(width))
            throw flash.Wrong("width", "a power of two from 8 bit to 1024 bit");
        if (!cached && flash.Has("line_fill_cycles"))
            throw flash.Bad("line_fill_cycles", "needs an L1 cache (instruction_cache, data_cache), and this board has none");
        return new FlashInterface(
            flash.Whole("wait_states", 0, MaxCycles),
            width,
            flash.Whole("core_clocks_per_bus_clock", 1, 16, otherwise: 1),
            cached ? flash.Whole("line_fill_cycles", 0, MaxCycles) : 0,
            flash.Flag("prefetch", otherwise: false),
            Accelerator(flash, width));
    }

    private static FlashAccelerator? Accelerator(Section flash, int width)
    {
        if (!flash.Has("accelerator"))
            return null;
        Section accelerator = flash.Child("accelerator", "line", "instruction_lines", "data_lines", "shared_lines", "ways");
        int line = (int)accelerator.Bytes("line", 4, 256);
        if (!int.IsPow2(line) || line * 8 < width)
            throw accelerator.Wrong("line", "a power of two and at least as wide as one flash read");
        if (!accelerator.Has("shared_lines"))
            return new FlashAccelerator(line, Lines(accelerator, "instruction_lines"), Lines(accelerator, "data_lines"), Ways(accelerator));
        if (accelerator.Has("instruction_lines") || accelerator.Has("data_lines"))
            throw accelerator.Bad("shared_lines", "stands instead of instruction_lines and data_lines, not beside them");
        return new FlashAccelerator(line, Lines(accelerator, "shared_lines"), 0, Ways(accelerator), Shared: true);
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
