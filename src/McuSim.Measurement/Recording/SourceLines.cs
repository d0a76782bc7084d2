using System.Collections.Immutable;

using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>Which source lines of an image ran: the debug information's line table, asked through the cross toolchain, against the blocks that ran.</summary>
internal static class SourceLines
{
    /// <summary>Coverage by source file, ordinal by path; empty without debug information or the toolchain.</summary>
    public static ImmutableArray<SourceCoverage> Of(FirmwareImage image, ImmutableArray<BlockCycles> blocks)
    {
        uint[] addresses = [.. Binutils.LineAddresses(image.Path).Where(a => image.Sections.Any(s => s.Executable && a - s.Address < s.Size))];
        Symbol[] functions = [.. image.Symbols.Where(s => s.Kind == SymbolKind.Function && s.Size > 0)];
        IReadOnlyDictionary<uint, (string Path, int Line)> places = Binutils.SourcePlaces(image.Path, addresses.Concat(functions.Select(f => f.Address)));
        Dictionary<uint, long> executions = Executions(blocks);
        var files = new SortedDictionary<string, (SortedDictionary<int, long> Lines, List<FunctionHits> Functions)>(StringComparer.Ordinal);

        (SortedDictionary<int, long> Lines, List<FunctionHits> Functions) File(string path)
        {
            if (!files.TryGetValue(path, out var file)) files[path] = file = ([], []);
            return file;
        }

        foreach (uint address in addresses)
        {
            if (!places.TryGetValue(address, out var place)) continue;
            SortedDictionary<int, long> lines = File(place.Path).Lines;
            lines[place.Line] = Math.Max(lines.GetValueOrDefault(place.Line), executions.GetValueOrDefault(address));
        }

        foreach (Symbol function in functions)
        {
            if (places.TryGetValue(function.Address, out var place)) File(place.Path).Functions.Add(new(function.Name, place.Line, executions.GetValueOrDefault(function.Address)));
        }

        return
        [
            .. files.Select(f => new SourceCoverage(f.Key,
                [.. f.Value.Functions.OrderBy(h => h.Line).ThenBy(h => h.Name, StringComparer.Ordinal)], [.. f.Value.Lines.Select(l => new LineHits(l.Key, l.Value))])),
        ];
    }

    /// <summary>How often each halfword of code ran.</summary>
    private static Dictionary<uint, long> Executions(ImmutableArray<BlockCycles> blocks)
    {
        var executions = new Dictionary<uint, long>();
        foreach (BlockCycles block in blocks)
        {
            for (uint offset = 0; offset < block.Size; offset += 2)
                executions[block.Address + offset] = executions.GetValueOrDefault(block.Address + offset) + block.Executions;
        }

        return executions;
    }
}
