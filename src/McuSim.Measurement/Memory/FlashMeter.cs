using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>Measures what a generated image stores in code flash, from the sections of its linker script.</summary>
internal static class FlashMeter
{
    /// <summary>Measures an image.</summary>
    public static FlashUse Measure(FirmwareImage image, Board board)
    {
        long Stored(Func<Section, bool> which) => image.Sections.Where(s => s.HasBits && which(s)).Sum(s => (long)s.Size);

        long code = Stored(s => s.Name == ".text");
        long constants = Stored(s => s.Name == ".rodata");
        long total = Stored(_ => true);
        return new(total, code, constants, total - code - constants, board.Region(board.Placement.Code).Size);
    }
}
