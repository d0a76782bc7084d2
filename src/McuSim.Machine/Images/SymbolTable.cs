using System.Collections.Immutable;

namespace McuSim.Machine;

/// <summary>Where an address lies.</summary>
/// <param name="Symbol">The innermost function or object that holds it.</param>
/// <param name="Offset">Bytes from the symbol's address.</param>
public readonly record struct SymbolLocation(Symbol Symbol, uint Offset)
{
    /// <summary>As <c>name+0x12</c>.</summary>
    public override string ToString() => Offset == 0 ? Symbol.Name : $"{Symbol.Name}+0x{Offset:x}";
}

/// <summary>Finds symbols by address and by name.</summary>
public sealed class SymbolTable
{
    private readonly uint[] starts;
    private readonly Symbol?[] owners;
    private readonly Dictionary<string, Symbol> byName = new(StringComparer.Ordinal);

    /// <summary>Indexes the symbols of an image. A symbol without a size reaches to the next one or to the end of its section.</summary>
    public SymbolTable(FirmwareImage image)
    {
        foreach (Symbol symbol in image.Symbols)
            byName.TryAdd(symbol.Name, symbol);
        (starts, owners) = Intervals(Extents(image));
    }

    /// <summary>The symbol called <paramref name="name"/> (the first, where a local name occurs twice), or null.</summary>
    public Symbol? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The innermost function or object that holds <paramref name="address"/>, or null.</summary>
    public SymbolLocation? Find(uint address)
    {
        int index = Array.BinarySearch(starts, address);
        if (index < 0)
            index = ~index - 1;
        return index >= 0 && owners[index] is { } symbol ? new SymbolLocation(symbol, address - symbol.Address) : null;
    }

    private static List<(Symbol Symbol, ulong End)> Extents(FirmwareImage image)
    {
        List<(Symbol, ulong)> extents = [];
        ulong next = 1ul << 32;
        for (int i = image.Symbols.Length - 1; i >= 0; i--)
        {
            Symbol symbol = image.Symbols[i];
            ulong end = (ulong)symbol.Address + symbol.Size;
            if (symbol.Size == 0)
            {
                // Labels count only inside a section: a linker's constant (a heap size, say) is no address.
                Section? home = SectionOf(image.Sections, symbol.Address);
                if (home is null || (symbol.Kind == SymbolKind.Other && !home.Executable))
                    continue;
                end = Math.Min(next, (ulong)home.Address + home.Size);
            }

            extents.Add((symbol, end));
            if (i > 0 && image.Symbols[i - 1].Address != symbol.Address)
                next = symbol.Address;
        }

        // Where symbols begin together, the larger encloses the smaller.
        extents.Reverse();
        return [.. extents.OrderBy(e => e.Item1.Address).ThenByDescending(e => e.Item2)];
    }

    private static Section? SectionOf(ImmutableArray<Section> sections, uint address)
    {
        int low = 0, high = sections.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sections[middle].Address <= address) low = middle + 1;
            else high = middle;
        }

        return low > 0 && address - sections[low - 1].Address < sections[low - 1].Size ? sections[low - 1] : null;
    }

    /// <summary>Cuts nested extents into disjoint intervals, each owned by the innermost symbol.</summary>
    private static (uint[] Starts, Symbol?[] Owners) Intervals(List<(Symbol Symbol, ulong End)> extents)
    {
        List<uint> starts = [];
        List<Symbol?> owners = [];
        Stack<(Symbol Symbol, ulong End)> open = new();
        void Begin(ulong address, Symbol? owner)
        {
            if (starts.Count > 0 && starts[^1] == address) owners[^1] = owner;
            else if (address < 1ul << 32)
            {
                starts.Add((uint)address);
                owners.Add(owner);
            }
        }

        void CloseUpTo(ulong address)
        {
            while (open.TryPeek(out var top) && top.End <= address)
            {
                open.Pop();
                while (open.TryPeek(out var outer) && outer.End <= top.End)
                    open.Pop();
                Begin(top.End, open.TryPeek(out var owner) ? owner.Symbol : null);
            }
        }

        foreach ((Symbol symbol, ulong end) in extents)
        {
            CloseUpTo(symbol.Address);
            if (open.TryPeek(out var same) && same.Symbol.Address == symbol.Address && same.End == end)
                continue; // another name of the same bytes
            open.Push((symbol, end));
            Begin(symbol.Address, symbol);
        }

        CloseUpTo(1ul << 32);
        return ([.. starts], [.. owners]);
    }
}
