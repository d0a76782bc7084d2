using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>Measures what a generated image takes of writable memory, from its sections, its plan and one watched run.</summary>
internal static class SramMeter
{
    private const string StackSection = ".stack";
    private const string ArenaSection = ".arena";

    /// <summary>Measures an image after a run that <paramref name="meter"/> watched from reset on.</summary>
    public static SramUse Measure(FirmwareImage image, Board board, Plan plan, MemoryMeter meter)
    {
        ImmutableArray<Section> writable = [.. image.Sections.Where(s => s.Size > 0 && board.RegionAt(s.Address) is { Writable: true })];
        long Size(Func<Section, bool> which) => writable.Where(which).Sum(s => (long)s.Size);

        long arena = plan.ArenaBytes;
        long stackReserved = Size(s => s.Name == StackSection);
        long statics = Size(s => s.Name is not (StackSection or ArenaSection));
        long stack = meter.StackBytes;
        var alive = plan.Buffers
            .Where(b => b.FirstLayer <= plan.PeakLayer && plan.PeakLayer <= b.LastLayer)
            .OrderByDescending(b => b.Bytes).ThenBy(b => b.Offset)
            .Select(b => new BufferUse(b.Name, b.Offset, b.Bytes));
        return new(
            statics + arena + stack, arena, meter.ArenaTouchedBytes, stack, stackReserved, statics, Regions(image, board),
            PeakName(plan), plan.PeakBytes, [.. alive], Lives(plan));
    }

    private static ImmutableArray<BufferLife> Lives(Plan plan) =>
    [
        .. plan.Buffers
            .OrderBy(b => b.FirstLayer).ThenBy(b => b.Offset).ThenBy(b => b.LastLayer).ThenBy(b => b.Name, StringComparer.Ordinal)
            .Select(b => new BufferLife(b.Name, b.Offset, b.Bytes, b.FirstLayer, b.LastLayer, b.InPlaceOf)),
    ];

    /// <summary>Which regions of the board the image reserves, and for what. A section may run over into the next region.</summary>
    private static ImmutableArray<RegionUse> Regions(FirmwareImage image, Board board)
    {
        var regions = ImmutableArray.CreateBuilder<RegionUse>();
        foreach (MemoryRegion region in board.Regions.Where(r => r.AliasOf is null && r.Kind != MemoryKind.Peripheral))
        {
            ImmutableArray<RegionContent> contents =
            [
                .. image.Sections
                    .Select(s => (Name: ContentName(s, region), Bytes: Overlap(s, region)))
                    .Where(c => c.Bytes > 0)
                    .GroupBy(c => c.Name, (name, parts) => new RegionContent(name, parts.Sum(p => p.Bytes))),
            ];
            if (contents.Length > 0) regions.Add(new(region.Name, contents.Sum(c => c.Bytes), region.Size, contents));
        }

        return regions.ToImmutable();
    }

    private static string ContentName(Section section, MemoryRegion region) => section.Name switch
    {
        StackSection => "stack",
        ArenaSection => "arena",
        ".text" => "code",
        ".rodata" => "constants",
        _ when region.Writable => "data",
        _ => "start-up",
    };

    private static long Overlap(Section section, MemoryRegion region)
    {
        ulong end = Math.Min(section.Address + (ulong)section.Size, region.End);
        ulong start = Math.Max(section.Address, region.Start);
        return end > start ? (long)(end - start) : 0;
    }

    private static string PeakName(Plan plan) =>
        plan.PeakLayer < 0 ? "inputs" : plan.PeakLayer >= plan.Layers.Length ? "outputs" : plan.Layers[plan.PeakLayer].Name;
}
