using System.Collections.Immutable;
using System.Globalization;

namespace McuSim.Machine;

/// <summary>Joins the bytes of records that follow one another into runs.</summary>
/// <param name="bad">Makes the error about a record, given its number in the file and what is wrong.</param>
internal sealed class HexRuns(Func<int, string, McuSim.Common.McuSimException> bad)
{
    private readonly List<(uint Address, int Line, List<byte> Bytes)> runs = [];

    internal void Add(uint address, ReadOnlySpan<byte> data, int line)
    {
        if (data.IsEmpty)
            return;
        if (runs.Count == 0 || runs[^1].Address + (ulong)runs[^1].Bytes.Count != address)
            runs.Add((address, line, []));
        runs[^1].Bytes.AddRange(data);
    }

    /// <summary>The runs by address.</summary>
    /// <exception cref="McuSim.Common.McuSimException">Two of them store the same byte (exit code 2).</exception>
    internal ImmutableArray<Segment> Segments()
    {
        var segments = ImmutableArray.CreateBuilder<Segment>();
        ulong end = 0;
        foreach ((uint address, int line, List<byte> bytes) in runs.OrderBy(r => r.Address).ThenBy(r => r.Line))
        {
            if (address < end)
                throw bad(line, string.Create(
                    CultureInfo.InvariantCulture, $"begins a run of bytes at 0x{address:X8}, where the file stores others too"));
            end = address + (ulong)bytes.Count;
            segments.Add(new Segment(address, address, bytes.ToArray(), (uint)bytes.Count));
        }

        return segments.ToImmutable();
    }
}
