using System.Buffers.Binary;
using System.Globalization;

namespace McuSim.Machine.Debugging;

/// <summary>Numbers as the GDB remote serial protocol writes them.</summary>
internal static class GdbText
{
    /// <summary>A word in the target's (little-endian) byte order.</summary>
    internal static string Word(uint value) => BinaryPrimitives.ReverseEndianness(value).ToString("x8", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Word"/> writes.</summary>
    internal static bool TryWord(ReadOnlySpan<char> digits, out uint value)
    {
        bool read = uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        value = BinaryPrimitives.ReverseEndianness(value);
        return read;
    }

    /// <summary>A number, most significant digit first.</summary>
    internal static bool TryNumber(ReadOnlySpan<char> digits, out uint value) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    /// <summary>The bytes of an X packet, where 0x7D marks a byte that is XORed with 0x20.</summary>
    internal static byte[] Unescape(ReadOnlySpan<char> data)
    {
        var bytes = new List<byte>(data.Length);
        for (int i = 0; i < data.Length; i++)
            bytes.Add(data[i] == '}' && i + 1 < data.Length ? (byte)(data[++i] ^ 0x20) : (byte)data[i]);
        return [.. bytes];
    }
}
