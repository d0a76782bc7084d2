using System.Collections.Immutable;

using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>What the symbols of any image take, by section. Of symbols that share bytes the first one counts.</summary>
internal static class ImageSymbols
{
    public const string Code = "code", Constants = "constants", Initialised = "initialised data", Zeroed = "zeroed data";

    /// <summary>Every symbol, and per part what no symbol covers; nothing where the image has no section table.</summary>
    public static ImmutableArray<SymbolBytes> Of(FirmwareImage image)
    {
        var symbols = new List<SymbolBytes>();
        Symbol[] sized = [.. image.Symbols.Where(s => s.Size > 0).OrderBy(s => s.Address).ThenByDescending(s => s.Size)];
        foreach (Section section in image.Sections.Where(s => s.Size > 0))
        {
            string part = section.Executable ? Code : !section.Writable ? Constants : section.HasBits ? Initialised : Zeroed;
            ulong at = section.Address, end = at + section.Size, gaps = 0;
            foreach (Symbol symbol in sized.Where(s => s.Address >= section.Address && s.Address < end))
            {
                ulong from = Math.Max(at, symbol.Address), to = Math.Min(end, (ulong)symbol.Address + symbol.Size);
                if (to <= from) continue;
                gaps += from - at;
                symbols.Add(new(symbol.Name, part, (long)(to - from)));
                at = to;
            }

            gaps += end - at;
            if (gaps > 0) symbols.Add(new($"{section.Name} without symbols", part, (long)gaps));
        }

        return [.. symbols];
    }
}
