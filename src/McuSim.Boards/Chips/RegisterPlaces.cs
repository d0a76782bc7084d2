using System.Collections.Immutable;

using McuSim.Common.Yaml;

namespace McuSim.Boards;

/// <summary>Knows where the registers of a chip file are, and reads texts that name their bits: <c>RCC.CFGR 3:2</c>, <c>17 = 16</c>.</summary>
internal sealed class RegisterPlaces
{
    private const uint DefaultSize = 0x400;
    private readonly Dictionary<string, uint> addresses = new(StringComparer.Ordinal);

    internal RegisterPlaces(YamlMapping peripherals)
    {
        foreach (YamlField field in peripherals.Fields)
        {
            Section at = Peripheral(field);
            uint start = at.Address("at"), size = Size(at);
            if (!at.Has("registers"))
                continue;
            foreach (YamlField register in at.Mapping("registers").Fields)
            {
                Section place = Register(field.Name, register);
                uint offset = Offset(place);
                if (offset >= size)
                    throw place.Bad("at", $"lies outside the peripheral's 0x{size:X} bytes");
                addresses[$"{field.Name}.{register.Name}"] = start + offset;
            }
        }
    }

    internal static Section Peripheral(YamlField field) => Open(
        field, $"peripherals.{field.Name}", "at", "size", "device", "interrupt", "interrupts", "clock", "plain", "fill", "atomic_aliases", "registers", "serial", "port", "absent");

    internal static Section Register(string peripheral, YamlField field) => Open(
        field, $"{peripheral}.{field.Name}", "at", "reset", "read_only", "ones", "zeros", "write_one_clears", "follow", "sets", "clears", "toggles", "absent", "entry", "of");

    internal static uint Size(Section peripheral) => peripheral.Has("size") ? peripheral.Bytes("size", 4, 1 << 26) : DefaultSize;

    internal uint Offset(Section register) =>
        register.Address("at") is var offset && offset % 4 == 0 ? offset : throw register.Bad("at", "must be a multiple of four");

    /// <summary>Another register of the same peripheral, by name: its offset.</summary>
    internal uint Other(Section at, string name, string peripheral, string register, uint offset) =>
        addresses.TryGetValue($"{peripheral}.{at.Text(name)}", out uint address) ? address - addresses[$"{peripheral}.{register}"] + offset : throw at.Wrong(name, "a register of the same peripheral");

    /// <summary>A field of a peripheral's own registers, given as <c>REGISTER high:low</c>.</summary>
    internal RegisterField Own(Section at, string name, string peripheral) => Field(at, name, $"{peripheral}.{at.Text(name)}");

    /// <summary>A field given as <c>PERIPHERAL.REGISTER high:low</c>.</summary>
    internal RegisterField Field(Section at, string name) => Field(at, name, at.Text(name));

    /// <summary>A field given as one of several texts.</summary>
    internal RegisterField Field(Section at, string name, string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2 && addresses.TryGetValue(words[0], out uint address) && Range(words[1]) is var (shift, width)
            ? new RegisterField(address, shift, width)
            : throw at.Wrong(name, "bits of a register of this file, for example \"RCC.CFGR 3:2\"");
    }

    /// <summary>The mask of bits given as <c>17:16 8 3</c>.</summary>
    internal uint Bits(Section at, string name)
    {
        uint bits = 0;
        foreach (string word in at.Text(name).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            bits |= Range(word) is var (shift, width) ? new RegisterField(0, shift, width).Mask : throw at.Wrong(name, "bits, for example \"17:16 3\"");
        return bits;
    }

    /// <summary>Rules given as <c>17 = 16</c>, for bits of another register of the peripheral <c>16 = CR 16</c>, or with <c>not</c> or <c>one_hot</c> behind the '='.</summary>
    internal ImmutableArray<FollowRule> Follow(Section at, string peripheral, string register)
    {
        var rules = ImmutableArray.CreateBuilder<FollowRule>();
        foreach (YamlNode item in at.List("follow"))
        {
            rules.Add(item is YamlScalar scalar && Rule(scalar.Text, peripheral, register) is { } rule
                ? rule
                : throw at.Bad("follow", "must list rules such as \"17 = 16\", \"3:2 = 1:0\" or \"16 = not CR 16\" (bits, '=', register of the peripheral, as many bits)"));
        }

        return rules.ToImmutable();
    }

    private FollowRule? Rule(string text, string peripheral, string register)
    {
        if (text.Split(" = ") is not [var left, var right] || Range(left) is not var (toShift, toWidth))
            return null;
        string[] words = right.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        FollowKind kind = words.Length > 0 ? words[0] switch { "not" => FollowKind.Not, "one_hot" => FollowKind.OneHot, _ => FollowKind.Same } : FollowKind.Same;
        words = kind == FollowKind.Same ? words : words[1..];
        if (words.Length is not (1 or 2) || Range(words[^1]) is not var (fromShift, fromWidth)
            || toWidth != (kind == FollowKind.OneHot ? 1 << Math.Min(fromWidth, 5) : fromWidth)
            || !addresses.TryGetValue($"{peripheral}.{(words.Length == 2 ? words[0] : register)}", out uint from))
        {
            return null;
        }

        return new FollowRule(new RegisterField(addresses[$"{peripheral}.{register}"], toShift, toWidth), new RegisterField(from, fromShift, fromWidth), kind);
    }

    private static Section Open(YamlField field, string path, params ReadOnlySpan<string> known) =>
        field.Value is YamlMapping mapping
            ? Section.Open(mapping, path, known)
            : throw McuSim.Common.McuSimException.BadInput($"{field.Place}: {path} must be fields below it (name: value).");

    private static (int Shift, int Width)? Range(string text)
    {
        string[] parts = text.Split(':');
        int? high = Quantity.Whole(parts[0]), low = parts.Length == 2 ? Quantity.Whole(parts[1]) : high;
        return parts.Length <= 2 && high is <= 31 && low is { } l && l <= high ? (l, high.Value - l + 1) : null;
    }
}
