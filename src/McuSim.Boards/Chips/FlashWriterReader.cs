using System.Collections.Immutable;

using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Reads <c>flash_writing</c> of a chip file: one group of fields, or several under names of their own.</summary>
internal static class FlashWriterReader
{
    private static readonly string[] Fields =
        ["start", "size", "unlock", "keys", "lock", "program", "erase", "erase_all", "page", "bank", "begin", "done", "done_interrupt", "interrupt", "pages"];

    internal static ImmutableArray<ChipFlashWriter> Read(Section root, RegisterPlaces places)
    {
        if (!root.Has("flash_writing"))
            return [];
        YamlMapping mapping = root.Mapping("flash_writing");
        return mapping.Fields.Any(f => f.Name == "program")
            ? [Writer(mapping, "flash_writing", places)]
            : [.. mapping.Fields.Select(f => f.Value is YamlMapping one
                ? Writer(one, $"flash_writing.{f.Name}", places)
                : throw root.Bad("flash_writing", $"has {f.Name}, which must be fields"))];
    }

    private static ChipFlashWriter Writer(YamlMapping mapping, string path, RegisterPlaces places)
    {
        Section at = Section.Open(mapping, path, Fields);
        RegisterField? Field(string name) => at.Has(name) ? places.Field(at, name) : null;
        ImmutableArray<uint> pages = [.. at.Texts("pages").Select(t => Quantity.Bytes(t) is { } size and >= 256 and <= 1 << 20 && size % 256 == 0 ? (uint)size : throw at.Wrong("pages", "a list of sizes"))];
        if (pages.IsEmpty)
            throw at.Wrong("pages", "a list of sizes");
        return new ChipFlashWriter(
            at.Has("start") ? (uint)at.Bytes("start", 0, int.MaxValue) : 0,
            at.Has("size") ? (uint)at.Bytes("size", 1, int.MaxValue) : 0,
            Field("unlock"),
            at.Has("keys") ? [.. at.Texts("keys").Select(t => Quantity.Hexadecimal(t) is { } key and <= uint.MaxValue ? (uint)key : throw at.Wrong("keys", "a list of hexadecimal numbers"))] : [],
            Field("lock"), [.. at.Texts("program").Select(t => places.Field(at, "program", t))], places.Field(at, "erase"),
            at.Has("erase_all") ? [.. at.Texts("erase_all").Select(t => places.Field(at, "erase_all", t))] : [],
            places.Field(at, "page"), Field("bank"), Field("begin"), Field("done"), Field("done_interrupt"),
            at.Has("interrupt") ? at.Whole("interrupt", 0, 479) : null, pages);
    }
}
