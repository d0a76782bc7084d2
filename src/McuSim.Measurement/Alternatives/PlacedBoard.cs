using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>A board on which code or data count as lying in another memory: their addresses stay, their accesses cost what they cost there.</summary>
internal static class PlacedBoard
{
    private const uint Page = 1024; // what timing can tell apart

    /// <summary>The board of a what-if.</summary>
    public static Board Of(Board board, WhatIf whatIf, FirmwareImage image)
    {
        if (whatIf.Data is { } data) board = board with { Regions = [.. board.Regions.Select(r => IsRam(r) ? As(r, board.Region(data)) : r)] };
        if (whatIf.Code is { } code) board = WithCode(board, board.Region(code), Code(image, board));
        return board;
    }

    /// <summary>Why what is to be moved does not fit there, or null.</summary>
    public static string? Misfit(Board board, WhatIf whatIf, FirmwareImage image)
    {
        long codeBytes = Code(image, board).Sum(r => (long)r.Size);
        long dataBytes = image.Sections.Where(s => s.Writable && board.RegionAt(s.Address) is { } r && IsRam(r)).Sum(s => (long)s.Size);
        if (whatIf.Code is { } code && image.Sections.Length > 0 && codeBytes > board.Region(code).Size) return Text(codeBytes, "code", board.Region(code));
        return whatIf.Data is { } data && dataBytes > board.Region(data).Size ? Text(dataBytes, "data", board.Region(data)) : null;
    }

    /// <summary>The address ranges of an image's code; its whole code memory where it does not say.</summary>
    public static ImmutableArray<(uint Start, uint Size)> Code(FirmwareImage image, Board board)
    {
        (uint Start, uint Size)[] sections = [.. image.Sections.Where(s => s is { Executable: true, Size: > 0 }).Select(s => (s.Address, s.Size))];
        if (sections.Length > 0) return [.. sections];
        MemoryRegion region = board.Region(board.Placement.Code);
        return [(region.Start, region.Size)];
    }

    private static string Text(long bytes, string what, MemoryRegion region) => string.Create(CultureInfo.InvariantCulture,
        $"does not fit: {bytes / 1024.0:0.#} KB of {what}, and {region.Name} has {region.Size / 1024} KB");

    private static bool IsRam(MemoryRegion region) => region.Writable && region.Kind != MemoryKind.Peripheral;

    private static MemoryRegion As(MemoryRegion region, MemoryRegion other) => region.Name == other.Name ? region : region with
    {
        Kind = other.Kind,
        WaitStates = other.WaitStates,
        LineFillCycles = other.LineFillCycles,
        LineBusyCycles = other.LineBusyCycles,
        FirstAccessCycles = other.FirstAccessCycles,
        AliasOf = other.Name, // the same memory, so that loads from both are loads from one
    };

    private static Board WithCode(Board board, MemoryRegion target, IEnumerable<(uint Start, uint Size)> code)
    {
        foreach ((uint start, uint size) in code)
        {
            ulong first = start & ~(Page - 1), end = (start + (ulong)size + Page - 1) & ~(ulong)(Page - 1);
            board = board with { Regions = [.. board.Regions.SelectMany(r => Split(r, target, first, end))] };
        }

        return board;
    }

    /// <summary>A region in up to three pieces, of which the one that holds code counts as another memory.</summary>
    private static IEnumerable<MemoryRegion> Split(MemoryRegion region, MemoryRegion target, ulong first, ulong end)
    {
        first = Math.Max(first, region.Start);
        end = Math.Min(end, region.End);
        if (first >= end || region.Name == target.Name || region.AliasOf == target.Name) return [region];
        MemoryRegion Piece(ulong from, ulong to, string suffix) => region with { Name = region.Name + suffix, Start = (uint)from, Size = (uint)(to - from) };
        var pieces = new List<MemoryRegion>();
        if (region.Start < first) pieces.Add(Piece(region.Start, first, ""));
        pieces.Add(As(Piece(first, end, " (code)"), target));
        if (end < region.End) pieces.Add(Piece(end, region.End, region.Start < first ? " (rest)" : ""));
        return pieces;
    }
}
