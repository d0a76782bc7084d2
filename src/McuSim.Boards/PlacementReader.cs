using System.Collections.Immutable;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Reads <c>placement</c>.</summary>
internal static class PlacementReader
{
    private const int MaxCandidates = 16;

    public static Placement Placement(Section placement, ImmutableArray<MemoryRegion> regions)
    {
        MemoryRegion code = Region(regions, placement.Text("code"), "placement.code", placement.Place);
        if (code is not { Kind: MemoryKind.Flash, Executable: true, AliasOf: null })
            throw placement.Wrong("code", "an executable flash region that is no alias");
        MemoryRegion stack = Region(regions, placement.Text("stack"), "placement.stack", placement.Place);
        if (!IsRam(stack))
            throw placement.Wrong("stack", "a region of sram or TCM that is no alias");
        IReadOnlyList<YamlNode> candidates = placement.List("arena");
        if (candidates.Count is 0 or > MaxCandidates)
            throw placement.Bad("arena", $"must have 1 to {MaxCandidates} candidates, each a list of regions");
        return new Placement(code.Name, stack.Name, [.. candidates.Select(c => Candidate(c, regions))]);
    }

    private static ImmutableArray<string> Candidate(YamlNode candidate, ImmutableArray<MemoryRegion> regions)
    {
        if (candidate is not YamlSequence { Items.Count: > 0 } list || !list.Items.All(i => i is YamlScalar))
            throw McuSimException.BadInput($"{candidate.Place}: a candidate of placement.arena must be a list of regions, for example \"- [sram1, sram2]\".");
        List<MemoryRegion> found = [.. list.Items.Select(i => Region(regions, ((YamlScalar)i).Text, "placement.arena", i.Place))];
        for (int i = 0; i < found.Count; i++)
        {
            if (!IsRam(found[i]))
                throw McuSimException.BadInput($"{list.Items[i].Place}: placement.arena can lie in sram or TCM that is no alias, and {found[i].Name} is none.");
            if (i > 0 && found[i].Start != found[i - 1].End)
                throw McuSimException.BadInput($"{list.Items[i].Place}: placement.arena: {found[i].Name} does not follow {found[i - 1].Name} without a gap, so one arena cannot lie in both.");
        }
        return [.. found.Select(r => r.Name)];
    }

    private static MemoryRegion Region(ImmutableArray<MemoryRegion> regions, string name, string field, Place place) =>
        regions.FirstOrDefault(r => r.Name == name)
        ?? throw McuSimException.BadInput($"{place}: {field} names the region {Quote.Text(name)}, which this board does not have{NearNames.Hint(name, regions.Select(r => r.Name))}");

    private static bool IsRam(MemoryRegion region) =>
        region is { AliasOf: null, Kind: MemoryKind.Sram or MemoryKind.DataTcm or MemoryKind.InstructionTcm };
}
