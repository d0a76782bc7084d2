using System.Globalization;

using McuSim.Boards;

namespace McuSim.Measurement;

/// <summary>Tells boards on which an image does the same apart from those on which it may not.</summary>
internal static class SameMachine
{
    /// <summary>Equal for boards with the same core and the same memories at the same addresses, however fast they are.</summary>
    /// <param name="board">The board.</param>
    /// <param name="withChip">Whether the chip's peripherals must be the same too.</param>
    public static string Key(Board board, bool withChip)
    {
        string regions = string.Join(';', board.Regions.Select(r => string.Create(
            CultureInfo.InvariantCulture, $"{r.Start:x}+{r.Size:x},{r.Executable},{r.Writable},{r.Kind == MemoryKind.Peripheral},{r.AliasOf}")));
        string caches = $"{board.InstructionCache},{board.DataCache}"; // start-up code reads their sizes
        string chip = withChip ? $"{board.Chip?.Name},{board.ExternalClockHz},{board.Placement.Code}" : "";
        return $"{board.Core} {regions} {caches} {chip}";
    }
}
