using System.Collections.Immutable;

using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Reads <c>clocks</c> of a chip file.</summary>
internal static class ClockReader
{
    private const int MaxClocks = 64;
    private const int MaxFactor = 1 << 16;

    internal static ImmutableArray<ChipClock> Clocks(Section root, RegisterPlaces places)
    {
        if (!root.Has("clocks"))
            return [];
        YamlMapping fields = root.Mapping("clocks");
        if (fields.Fields.Count is 0 or > MaxClocks)
            throw root.Bad("clocks", $"must name 1 to {MaxClocks} clocks");
        var clocks = ImmutableArray.CreateBuilder<ChipClock>();
        foreach (YamlField field in fields.Fields)
            clocks.Add(Clock(root, field, places, clocks));
        return clocks.ToImmutable();
    }

    private static ChipClock Clock(Section root, YamlField field, RegisterPlaces places, IReadOnlyList<ChipClock> before)
    {
        if (field.Value is YamlScalar scalar)
        {
            long? hz = scalar.Text == "external" ? null : Quantity.Hertz(scalar.Text) ?? throw root.Bad("clocks", $"has {field.Name}, which must be a clock such as \"16 MHz\", \"external\", or fields");
            return new FixedClock(field.Name, hz);
        }

        if (field.Value is not YamlMapping mapping)
            throw root.Bad("clocks", $"has {field.Name}, which must be a clock or fields");
        Section at = Section.Open(mapping, $"clocks.{field.Name}", "field", "choose", "hertz", "from", "multiply", "divide", "plus", "factors");
        if (at.Has("hertz"))
            return new TunedClock(field.Name, places.Field(at, "field"), [.. Texts(at, "hertz").Select(t => Quantity.Hertz(t) ?? throw at.Wrong("hertz", "a list of clocks"))]);
        if (at.Has("choose"))
            return new ChosenClock(field.Name, places.Field(at, "field"), [.. Texts(at, "choose").Select(t => t == "none" ? -1 : Index(at, "choose", t, before))]);
        bool multiplies = at.Has("multiply");
        ImmutableArray<int> factors = at.Has("factors")
            ? [.. Texts(at, "factors").Select(t => Quantity.Whole(t) is { } n && n <= MaxFactor ? n : throw at.Wrong("factors", "a list of whole numbers"))]
            : [];
        return new ScaledClock(
            field.Name, Index(at, "from", at.Text("from"), before), places.Field(at, multiplies ? "multiply" : "divide"), at.Whole("plus", 0, 64, 0), factors, multiplies);
    }

    private static int Index(Section at, string name, string clock, IReadOnlyList<ChipClock> before)
    {
        for (int i = 0; i < before.Count; i++)
        {
            if (before[i].Name == clock)
                return i;
        }

        throw at.Bad(name, $"names {Quote.Text(clock)}, which is no clock above it");
    }

    private static IEnumerable<string> Texts(Section at, string name) =>
        at.List(name).Select(n => n is YamlScalar { Text: var text } ? text : throw at.Wrong(name, "a list of single values"));
}
