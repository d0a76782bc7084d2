namespace McuSim.Machine.Chips;

/// <summary>Notices a program that does nothing at its peripherals but read one register again and again.</summary>
internal sealed class PollDetector
{
    /// <summary>Reads in a row from which a poll counts as one that does not end.</summary>
    internal const long Many = 100_000;

    /// <summary>The register read last.</summary>
    internal uint Address { get; private set; }

    /// <summary>How often in a row it was read.</summary>
    internal long Reads { get; private set; }

    internal void Read(uint address)
    {
        Reads = address == Address ? Reads + 1 : 1;
        Address = address;
    }

    internal void Write() => Reads = 0;
}
