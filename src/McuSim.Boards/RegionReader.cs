using System.Collections.Immutable;
using McuSim.Common;
using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Reads <c>memory.regions</c>.</summary>
internal static class RegionReader
{
    /// <summary>The emulator maps memory in pages of this size.</summary>
    private const uint Page = 4096;

    private const int MaxRegions = 64;
    private const int MaxCycles = 1000;

    /// <summary>The private peripheral bus, which belongs to the core (Arm DDI 0403E, table B3-1).</summary>
    private const uint CoreStart = 0xE000_0000, CoreEnd = 0xE010_0000;

    public static ImmutableArray<MemoryRegion> Regions(Section memory, bool cached)
    {
        YamlMapping fields = memory.Mapping("regions");
        if (fields.Fields.Count is 0 or > MaxRegions)
            throw memory.Bad("regions", $"must name 1 to {MaxRegions} regions");
        List<(MemoryRegion Region, Section At)> read = [.. fields.Fields.Select(f => Region(f, cached))];
        foreach ((MemoryRegion region, Section at) in read)
            CheckAlias(region, at, read.Select(r => r.Region));
        read.Sort((a, b) => a.Region.Start.CompareTo(b.Region.Start));
        for (int i = 1; i < read.Count; i++)
        {
            if (read[i - 1].Region.End > read[i].Region.Start)
                throw read[i].At.Bad("start", $"lies inside the region {read[i - 1].Region.Name}, which ends before 0x{read[i - 1].Region.End:X8}");
        }
        return [.. read.Select(r => r.Region)];
    }

    private static (MemoryRegion Region, Section At) Region(YamlField field, bool cached)
    {
        string path = $"memory.regions.{field.Name}";
        if (!IsName(field.Name))
            throw McuSimException.BadInput($"{field.Place}: {Quote.Text(field.Name)} cannot be a region's name; use a letter, then letters, digits and _, lower case, at most 31.");
        if (field.Value is not YamlMapping fields)
            throw McuSimException.BadInput($"{field.Value.Place}: {path} must have fields below it (kind, start, size).");
        Section at = Section.Open(fields, path, "kind", "start", "size", "executable", "wait_states", "first_access_cycles", "line_fill_cycles", "line_busy_cycles", "alias_of", "source");

        MemoryKind kind = at.Choice<MemoryKind>("kind",
            ("flash", MemoryKind.Flash), ("sram", MemoryKind.Sram), ("data-tcm", MemoryKind.DataTcm),
            ("instruction-tcm", MemoryKind.InstructionTcm), ("rom", MemoryKind.Rom), ("peripheral", MemoryKind.Peripheral));
        uint start = at.Address("start");
        uint size = at.Bytes("size", Page, uint.MaxValue);
        if (start % Page != 0)
            throw at.Wrong("start", "a multiple of 4 KB, the page in which the emulator maps memory");
        if (size % Page != 0)
            throw at.Wrong("size", "a multiple of 4 KB, the page in which the emulator maps memory");
        if ((ulong)start + size > 1ul << 32)
            throw at.Bad("size", "goes past the end of the address space");
        if (start < CoreEnd && (ulong)start + size > CoreStart)
            throw at.Bad("start", "reaches into 0xE0000000 to 0xE00FFFFF, which is the core's own and needs no region");

        bool byDefault = kind is not (MemoryKind.DataTcm or MemoryKind.Peripheral);
        int fill = LineFill(at, kind, cached);
        return (new MemoryRegion(
            field.Name, kind, start, size, at.Flag("executable", byDefault), WaitStates(at, kind), fill, at.Has("alias_of") ? at.Text("alias_of") : null)
        {
            LineBusyCycles = at.Whole("line_busy_cycles", fill, MaxCycles, otherwise: fill),
            FirstAccessCycles = at.Whole("first_access_cycles", 0, MaxCycles, otherwise: 0),
        }, at);
    }

    private static int WaitStates(Section at, MemoryKind kind)
    {
        if (kind == MemoryKind.Flash && at.Has("wait_states"))
            throw at.Bad("wait_states", "of flash are given below flash, not here");
        return at.Whole("wait_states", 0, MaxCycles, otherwise: 0);
    }

    private static int LineFill(Section at, MemoryKind kind, bool cached)
    {
        if (!at.Has("line_fill_cycles"))
            return cached && kind == MemoryKind.Sram ? at.Whole("line_fill_cycles", 0, MaxCycles) : 0;
        if (!cached || kind is not (MemoryKind.Sram or MemoryKind.Rom))
            throw at.Bad("line_fill_cycles", "is only for sram and rom behind an L1 cache (that of flash is given below flash)");
        return at.Whole("line_fill_cycles", 0, MaxCycles);
    }

    private static void CheckAlias(MemoryRegion region, Section at, IEnumerable<MemoryRegion> regions)
    {
        if (region.AliasOf is null)
            return;
        MemoryRegion? target = regions.FirstOrDefault(r => r.Name == region.AliasOf);
        if (target is null)
            throw McuSimException.BadInput($"{at.Place}: {Quote.Text(region.AliasOf)}, the alias_of the region {region.Name}, is not a region of this board{NearNames.Hint(region.AliasOf, regions.Select(r => r.Name))}");
        if (target == region || target.AliasOf is not null)
            throw at.Bad("alias_of", "must name a region that is not an alias itself");
        if (target.Kind != region.Kind)
            throw at.Bad("alias_of", $"must name a region of the same kind, and {target.Name} has another");
        if (region.Size > target.Size)
            throw at.Bad("size", $"is more than that of {target.Name}, whose alias the region is");
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 31 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
