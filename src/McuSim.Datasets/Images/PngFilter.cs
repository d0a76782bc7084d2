namespace McuSim.Datasets.Images;

/// <summary>The filters of PNG rows (ISO/IEC 15948:2004, 9.2): what is stored is the difference from a guess.</summary>
internal static class PngFilter
{
    /// <summary>Adds the guesses to a row, in place.</summary>
    /// <param name="filter">0 to 4.</param>
    /// <param name="row">The stored bytes, then the real ones.</param>
    /// <param name="above">The real bytes of the row above; zeros for the first.</param>
    /// <param name="distance">Bytes from a pixel to the one on its left.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (int i = 0; filter != 0 && i < row.Length; i++)
        {
            int left = i < distance ? 0 : row[i - distance];
            row[i] += filter switch
            {
                1 => (byte)left,
                2 => above[i],
                3 => (byte)((left + above[i]) / 2),
                4 => (byte)Paeth(left, above[i], i < distance ? 0 : above[i - distance]),
                _ => throw new InvalidDataException($"a row has the filter {filter}, which does not exist"),
            };
        }
    }

    /// <summary>Whichever of the three is nearest to left + above - corner.</summary>
    private static int Paeth(int left, int above, int corner)
    {
        int guess = left + above - corner;
        int toLeft = Math.Abs(guess - left), toAbove = Math.Abs(guess - above), toCorner = Math.Abs(guess - corner);
        return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner;
    }
}
