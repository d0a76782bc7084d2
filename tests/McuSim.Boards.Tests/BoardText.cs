using McuSim.Boards;
using McuSim.Common;

namespace McuSim.Tests.Boards;

/// <summary>A small sound board file, and what comes of a changed one.</summary>
internal static class BoardText
{
    public const string Sound =
        """
        title: A board
        core: {kind: cortex-m7, fpu: double, source: a manual}
        clock: {frequency: 100 MHz, source: a manual}
        memory:
          source: a manual
          regions:
            flash: {kind: flash, start: 0x08000000, size: 1 MB}
            dtcm: {kind: data-tcm, start: 0x20000000, size: 64 KB}
            sram1: {kind: sram, start: 0x20010000, size: 0x3C000, line_fill_cycles: 6}
            sram2: {kind: sram, start: 0x2004C000, size: 16 KB, line_fill_cycles: 6}
            mirror: {kind: sram, start: 0x30000000, size: 16 KB, line_fill_cycles: 6, alias_of: sram2}
            peripherals: {kind: peripheral, start: 0x40000000, size: 512 MB}
        flash:
          wait_states: 7
          width: 256 bit
          line_fill_cycles: 12
          prefetch: true
          accelerator: {line: 32 B, instruction_lines: 64, data_lines: 0}
          source: a manual
        data_cache: {size: 4 KB, line: 32 B, ways: 4, source: a manual}
        placement:
          code: flash
          stack: dtcm
          arena:
            - [dtcm, sram1, sram2]
        supply: {voltage: 3.3 V, run_current: 102.5 mA, source: a data sheet}
        """;

    public static Board Load(string text)
    {
        string path = Path.Combine(Path.GetTempPath(), $"mcusim-{Guid.NewGuid():N}.yaml");
        File.WriteAllText(path, text);
        try
        {
            return BoardCatalog.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The message that <see cref="Sound"/> with <paramref name="old"/> replaced gives, from the line number on.</summary>
    public static string MessageAfter(string old, string replacement)
    {
        Assert.Contains(old, Sound, StringComparison.Ordinal);
        return Message(Sound.Replace(old, replacement, StringComparison.Ordinal));
    }

    /// <summary>The message that a wrong board file gives, without its path.</summary>
    public static string Message(string text)
    {
        McuSimException e = Assert.Throws<McuSimException>(() => Load(text));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.Matches(@"^\S*mcusim-[0-9a-f]{32}\.yaml[,:] [^\n]*[.?]$", e.Message);
        return e.Message[(e.Message.IndexOf(".yaml", StringComparison.Ordinal) + 5)..].TrimStart(',', ' ');
    }
}
