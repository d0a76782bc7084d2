using System.Collections.Immutable;

namespace McuSim.Machine;

/// <summary>Reads the symbol table (Elf32_Sym): functions, objects and linker symbols, local ones included.</summary>
internal static class ElfSymbols
{
    private const uint TypeSymbolTable = 2;
    private const int EntrySize = 16;
    private const int MostSymbols = 2_000_000;
    private const int BindingWeak = 2;

    internal static ImmutableArray<Symbol> Read(ElfFile file, ImmutableArray<ElfSection> sections)
    {
        if (sections.FirstOrDefault(s => s.Type == TypeSymbolTable) is not { } table)
            return [];
        uint count = table.Size / EntrySize;
        if (table.EntrySize != EntrySize || table.Link >= sections.Length || count > MostSymbols)
            throw file.Bad("its symbol table is damaged");
        ReadOnlySpan<byte> names = file.Slice(sections[(int)table.Link].Offset, sections[(int)table.Link].Size, "table of symbol names").Span;
        ReadOnlySpan<byte> entries = file.Slice(table.Offset, table.Size, "symbol table").Span;

        // Entries of a real table share at most the ends of their names; a damaged one could name the same long string a million times.
        long nameBudget = 65536 + (4L * names.Length);
        List<(Symbol Symbol, bool Weak)> symbols = [];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(i * EntrySize, EntrySize);
            if (Kind(entry) is not { } kind)
                continue;
            string? name = ElfFile.Name(names, ElfFile.Word(entry, 0));
            if (string.IsNullOrEmpty(name) || name[0] == '$')
                continue; // $t, $d and $a mark what the bytes are (IHI 0044, "Mapping symbols").
            if ((nameBudget -= name.Length) < 0)
                throw file.Bad("its symbol table is damaged");
            uint address = ElfFile.Word(entry, 4);
            symbols.Add((new Symbol(name, kind == SymbolKind.Function ? address & ~1u : address, ElfFile.Word(entry, 8), kind), entry[12] >> 4 == BindingWeak));
        }

        // Where several symbols name one address, the first is the one shown: functions before labels, strong before weak.
        return [.. from s in symbols
                   orderby s.Symbol.Address, s.Symbol.Kind == SymbolKind.Other, s.Weak
                   select s.Symbol];
    }

    private static SymbolKind? Kind(ReadOnlySpan<byte> entry)
    {
        const int Undefined = 0;
        if (ElfFile.Half(entry, 14) == Undefined)
            return null;
        return (entry[12] & 0xF) switch
        {
            0 => SymbolKind.Other,
            1 => SymbolKind.Object,
            2 => SymbolKind.Function,
            _ => null, // sections, files, thread-local storage
        };
    }
}
