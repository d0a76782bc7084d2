namespace McuSim.Machine.Chips;

/// <summary>
/// Notices a program that waits at its peripherals: it writes to none of them and reads the same few registers again and again (a flag, often with a
/// timer beside it for a time limit).
/// </summary>
internal sealed class PollDetector
{
    /// <summary>Reads in a row from which a poll counts as one that does not end.</summary>
    internal const long Many = 100_000;

    private const int MostRegisters = 4;

    private readonly uint[] addresses = new uint[MostRegisters];
    private readonly long[] counts = new long[MostRegisters];
    private int known;

    /// <summary>How often in a row the registers were read.</summary>
    internal long Reads { get; private set; }

    /// <summary>The registers, the one read most often first.</summary>
    internal IEnumerable<uint> Addresses => addresses.Take(known).Zip(counts).OrderByDescending(a => a.Second).Select(a => a.First);

    internal void Read(uint address)
    {
        Reads++;
        for (int i = 0; i < known; i++)
        {
            if (addresses[i] != address)
                continue;
            counts[i]++;
            return;
        }

        if (known == MostRegisters)
            (known, Reads) = (0, 1);
        (addresses[known], counts[known]) = (address, 1);
        known++;
    }

    internal void Write() => (known, Reads) = (0, 0);
}
