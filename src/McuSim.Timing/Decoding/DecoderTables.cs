using McuSim.Timing.Decoding.Tables;

namespace McuSim.Timing.Decoding;

/// <summary>All decode tables, sorted into buckets by the leading bits of the encoding.</summary>
internal static class DecoderTables
{
    private const int NarrowShift = 10;
    private const int WideShift = 25;

    private static readonly Encoding[] s_wideRows =
        [.. Thumb32Data.Rows, .. Thumb32Multiply.Rows, .. Thumb32Memory.Rows, .. Thumb32Branch.Rows, .. Vfp.Rows];

    private static readonly Encoding[][] s_narrow = Bucket(Thumb16.Rows, NarrowShift);
    private static readonly Encoding[][] s_wide = Bucket(s_wideRows, WideShift);

    /// <summary>All rows.</summary>
    public static IEnumerable<Encoding> All => [.. Thumb16.Rows, .. s_wideRows];

    /// <summary>The first row that an encoding matches, or null.</summary>
    /// <param name="code">The encoding.</param>
    /// <param name="bits">16 or 32.</param>
    public static Encoding? Match(uint code, int bits)
    {
        foreach (Encoding row in bits == 16 ? s_narrow[code >> NarrowShift] : s_wide[code >> WideShift])
            if (row.Matches(code)) return row;
        return null;
    }

    private static Encoding[][] Bucket(Encoding[] rows, int shift)
    {
        var buckets = new Encoding[1 << (rows[0].Width - shift)][];
        uint leading = uint.MaxValue << shift;
        for (uint i = 0; i < buckets.Length; i++)
            buckets[i] = [.. rows.Where(r => ((i << shift) & r.Mask) == (r.Value & leading))];
        return buckets;
    }
}
