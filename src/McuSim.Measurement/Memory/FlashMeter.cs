using System.Collections.Immutable;

using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>Measures what a generated image stores in code flash, from the sections of its linker script.</summary>
internal static class FlashMeter
{
    private const string Rest = "padding and literals";

    /// <summary>Measures an image.</summary>
    public static FlashUse Measure(FirmwareImage image, Board board)
    {
        ImmutableArray<Section> stored = [.. image.Sections.Where(s => s.HasBits && s.Size > 0)];
        ImmutableArray<SymbolBytes> symbols = Symbols(image, stored);
        long Bytes(string part) => symbols.Where(s => s.Part == part).Sum(s => s.Bytes);
        return new(
            symbols.Sum(s => s.Bytes), Bytes("code"), Bytes("constants"), Bytes("start-up"), board.Region(board.Placement.Code).Size, symbols);
    }

    /// <summary>The symbols of every section and, per part, what lies between them. Of symbols that share bytes the first one counts.</summary>
    private static ImmutableArray<SymbolBytes> Symbols(FirmwareImage image, ImmutableArray<Section> stored)
    {
        var symbols = new List<SymbolBytes>();
        var rest = new Dictionary<string, long>();
        foreach (Section section in stored)
        {
            string part = PartOf(section);
            ulong at = section.Address, end = at + section.Size;
            foreach (Symbol symbol in image.Symbols.Where(s => s.Size > 0 && s.Address >= at && s.Address < end).OrderBy(s => s.Address).ThenByDescending(s => s.Size))
            {
                ulong symbolEnd = Math.Min(end, (ulong)symbol.Address + symbol.Size), from = Math.Max(at, symbol.Address);
                if (symbolEnd <= from) continue;
                rest[part] = rest.GetValueOrDefault(part) + (long)(from - at);
                symbols.Add(new(symbol.Name, part, (long)(symbolEnd - from)));
                at = symbolEnd;
            }

            rest[part] = rest.GetValueOrDefault(part) + (long)(end - at);
        }

        symbols.AddRange(rest.Where(r => r.Value > 0).Select(r => new SymbolBytes(Rest, r.Key, r.Value)));
        return [.. symbols.OrderByDescending(s => s.Bytes).ThenBy(s => s.Name, StringComparer.Ordinal).ThenBy(s => s.Part, StringComparer.Ordinal)];
    }

    private static string PartOf(Section section) => section.Name switch
    {
        ".text" => "code",
        ".rodata" => "constants",
        _ => "start-up",
    };
}
