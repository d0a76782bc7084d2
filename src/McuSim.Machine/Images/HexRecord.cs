using System.Buffers;

namespace McuSim.Machine;

/// <summary>The kinds of record in an Intel HEX file.</summary>
internal enum HexRecordKind : byte
{
    /// <summary>Bytes to store.</summary>
    Data,

    /// <summary>The end of the file.</summary>
    EndOfFile,

    /// <summary>Bits 19:4 of the base of the following addresses.</summary>
    ExtendedSegmentAddress,

    /// <summary>CS:IP of an 8086; no meaning here.</summary>
    StartSegmentAddress,

    /// <summary>Bits 31:16 of the base of the following addresses.</summary>
    ExtendedLinearAddress,

    /// <summary>The entry point.</summary>
    StartLinearAddress,

    /// <summary>Begins what is for one of several boards (micro:bit Universal Hex): the board's number, then 0xC0DE.</summary>
    BoardStart = 10,

    /// <summary>Ends it.</summary>
    BoardEnd = 11,

    /// <summary>Fills a block; no meaning.</summary>
    Padding = 12,

    /// <summary>Bytes to store, for a board that the first one's programmer must pass over.</summary>
    BoardData = 13,

    /// <summary>Bytes that are not stored.</summary>
    OtherData = 14,
}

/// <summary>
/// One line of an Intel HEX file: ':', count, address, kind, data and checksum in hexadecimal. Source: Intel, "Hexadecimal Object File
/// Format Specification", revision A, 1988; kinds from 10: micro:bit Educational Foundation, "micro:bit Universal Hex Format Specification", 0.4.
/// </summary>
internal readonly ref struct HexRecord
{
    private const int MostBytes = 5 + 255;

    private HexRecord(ReadOnlySpan<byte> bytes)
    {
        Kind = (HexRecordKind)bytes[3];
        Offset = (ushort)((bytes[1] << 8) | bytes[2]);
        Data = bytes[4..^1];
    }

    internal HexRecordKind Kind { get; }

    internal ushort Offset { get; }

    internal ReadOnlySpan<byte> Data { get; }

    /// <summary>Decodes a line.</summary>
    /// <param name="line">The line without its ending.</param>
    /// <param name="buffer">Room for the bytes; the record refers to it.</param>
    /// <param name="record">The record.</param>
    /// <returns>What is wrong with the line, or null.</returns>
    internal static string? Decode(ReadOnlySpan<byte> line, Span<byte> buffer, out HexRecord record)
    {
        record = default;
        if (line[0] != ':')
            return "does not begin with ':'";
        line = line[1..];
        if (line.Length % 2 != 0 || line.Length < 10 || line.Length > 2 * MostBytes)
            return "has a wrong number of digits";
        Span<byte> bytes = buffer[..(line.Length / 2)];
        if (Convert.FromHexString(line, bytes, out _, out _) != OperationStatus.Done)
            return "holds a character that is no hexadecimal digit";
        if (bytes.Length != bytes[0] + 5)
            return "has a count that does not match its length";
        byte sum = 0;
        foreach (byte b in bytes)
            sum += b;
        if (sum != 0)
            return "has a wrong checksum";
        record = new HexRecord(bytes);
        return record.Kind switch
        {
            HexRecordKind.Data => null,
            HexRecordKind.EndOfFile when bytes[0] == 0 => null,
            HexRecordKind.ExtendedSegmentAddress or HexRecordKind.ExtendedLinearAddress when bytes[0] == 2 => null,
            HexRecordKind.StartSegmentAddress or HexRecordKind.StartLinearAddress when bytes[0] == 4 => null,
            HexRecordKind.BoardStart when bytes[0] >= 2 => null,
            HexRecordKind.BoardEnd or HexRecordKind.Padding or HexRecordKind.BoardData or HexRecordKind.OtherData => null,
            > HexRecordKind.StartLinearAddress and not HexRecordKind.BoardStart => "is of an unknown kind",
            _ => "has the wrong length for its kind",
        };
    }
}
