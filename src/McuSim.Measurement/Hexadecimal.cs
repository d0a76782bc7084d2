using System.IO.Hashing;

namespace McuSim.Measurement;

/// <summary>Checksums as text.</summary>
internal static class Hexadecimal
{
    /// <summary>A CRC-32 as eight lower-case digits, most significant first.</summary>
    public static string Of(Crc32 crc) => crc.GetCurrentHashAsUInt32().ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
}
