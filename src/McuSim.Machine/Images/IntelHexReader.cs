using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>
/// Reads Intel HEX files, with segmented or linear extended addresses. Of a file for both kinds of micro:bit (Universal Hex) it takes what is for the second, whose core McuSim has. Lines may end in LF, CR or both; blank lines are passed over.
/// </summary>
internal static class IntelHexReader
{
    private const ushort FirstBoard = 0x9900, FirstBoardToo = 0x9901;
    private const int Longest = 1 + (2 * (5 + 255));

    internal static FirmwareImage Parse(string path, ReadOnlySpan<byte> text)
    {
        var runs = new HexRuns((line, problem) => Bad(path, line, problem));
        Span<byte> buffer = stackalloc byte[Longest / 2];
        uint basis = 0, entry = 0;
        bool linear = true, ended = false, skips = false;
        int number = 0;
        while (text.Length > 0)
        {
            ReadOnlySpan<byte> line = NextLine(ref text);
            number++;
            line = line.Trim(" \t\r"u8);
            if (line.Length == 0)
                continue;
            if (ended)
                throw Bad(path, number, "stands after the record that ends the file");
            if (HexRecord.Decode(line, buffer, out HexRecord record) is { } problem)
                throw Bad(path, number, problem);
            switch (record.Kind)
            {
                case HexRecordKind.BoardStart:
                    skips = BinaryPrimitives.ReadUInt16BigEndian(record.Data) is FirstBoard or FirstBoardToo;
                    break;
                case HexRecordKind.Data or HexRecordKind.BoardData when !skips:
                    runs.Add(Address(path, number, basis, linear, record), record.Data, number);
                    break;
                case HexRecordKind.EndOfFile:
                    ended = true;
                    break;
                case HexRecordKind.ExtendedSegmentAddress:
                    (basis, linear) = ((uint)BinaryPrimitives.ReadUInt16BigEndian(record.Data) << 4, false);
                    break;
                case HexRecordKind.ExtendedLinearAddress:
                    (basis, linear) = ((uint)BinaryPrimitives.ReadUInt16BigEndian(record.Data) << 16, true);
                    break;
                case HexRecordKind.StartLinearAddress:
                    entry = BinaryPrimitives.ReadUInt32BigEndian(record.Data);
                    break;
            }
        }

        if (!ended)
            throw Bad(path, number, "is the last, and the record that ends the file is missing: the file is cut short");
        ImmutableArray<Segment> segments = runs.Segments();
        if (segments.IsEmpty)
            throw McuSimException.BadInput($"{path} stores no bytes: it is no firmware image.");
        return new FirmwareImage(path, segments, [], entry & ~1u, []);
    }

    internal static McuSimException Bad(string path, int line, string problem) => McuSimException.BadInput(string.Create(
        CultureInfo.InvariantCulture, $"{path} is not a usable Intel HEX file: line {line} {problem}."));

    private static uint Address(string path, int number, uint basis, bool linear, HexRecord record)
    {
        // Inside a segment addresses would wrap at 64 KB; no build tool writes that, and a damaged file may look like it.
        ulong end = (ulong)record.Offset + (uint)record.Data.Length;
        if (linear ? basis + end > 1ul << 32 : end > 1 << 16)
            throw Bad(path, number, linear ? "reaches past the end of the address space" : "reaches past the end of its 64 KB segment");
        return basis + record.Offset;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\n', (byte)'\r');
        int next = end < 0 ? text.Length : end + 1;
        if (end >= 0 && text[end] == '\r' && next < text.Length && text[next] == '\n')
            next++;
        ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
        text = text[next..];
        return line;
    }
}
