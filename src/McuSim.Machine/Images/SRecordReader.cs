using System.Globalization;
using System.Text;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>Reads Motorola S-records (.srec, .s19, .s28, .s37, .mot): S1 to S3 hold data, S7 to S9 end the file.</summary>
internal static class SRecordReader
{
    internal static bool IsSRecord(ReadOnlySpan<byte> bytes) => bytes.Length > 4 && bytes[0] == (byte)'S' && bytes[1] is (byte)'0' or (byte)'1' or (byte)'2' or (byte)'3' && char.IsAsciiHexDigit((char)bytes[2]);

    internal static FirmwareImage Parse(string path, ReadOnlySpan<byte> text)
    {
        var runs = new HexRuns((line, problem) => Bad(path, line, problem));
        int number = 0, stored = 0;
        bool ended = false;
        foreach (ReadOnlySpan<char> raw in Encoding.Latin1.GetString(text).AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim();
            number++;
            if (line.Length == 0)
                continue;
            byte[] bytes = Decode(path, number, line);
            int width = line[1] switch { '1' => 2, '2' => 3, '3' => 4, _ => 0 };
            ended |= line[1] is >= '7' and <= '9';
            if (width == 0)
                continue;
            if (bytes.Length < 2 + width)
                throw Bad(path, number, "is too short for its address");
            uint address = 0;
            for (int i = 1; i <= width; i++) address = (address << 8) | bytes[i];
            ReadOnlySpan<byte> data = bytes.AsSpan(1 + width, bytes.Length - 2 - width);
            if (address + (ulong)data.Length > 1ul << 32)
                throw Bad(path, number, "reaches past the end of the address space");
            runs.Add(address, data, number);
            stored += data.Length;
        }

        if (!ended)
            throw Bad(path, number, "is the last, and the record that ends the file is missing: the file is cut short");
        return stored > 0 ? new FirmwareImage(path, runs.Segments(), [], 0, []) : throw McuSimException.BadInput($"{path} stores no bytes: it is no firmware image.");
    }

    /// <summary>The bytes of a record: count, address, data, checksum, whose sum is 0xFF.</summary>
    private static byte[] Decode(string path, int number, ReadOnlySpan<char> line)
    {
        if (line[0] != 'S' || line.Length < 4 || !char.IsAsciiDigit(line[1]) || line.Length % 2 != 0 || line[2..].ContainsAnyExcept("0123456789abcdefABCDEF"))
            throw Bad(path, number, "is no record");
        byte[] bytes = Convert.FromHexString(line[2..]);
        if (bytes[0] != bytes.Length - 1)
            throw Bad(path, number, "is not as long as it says");
        return bytes.Aggregate(0, (sum, b) => sum + b) % 256 == 255 ? bytes : throw Bad(path, number, "has a wrong checksum");
    }

    private static McuSimException Bad(string path, int line, string problem) => McuSimException.BadInput(string.Create(
        CultureInfo.InvariantCulture, $"{path} is not a usable S-record file: line {line} {problem}."));
}
