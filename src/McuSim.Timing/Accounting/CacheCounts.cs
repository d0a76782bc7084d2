namespace McuSim.Timing;

/// <summary>What caches were asked for, and what they did not have: the core's L1 caches where it has them, else the flash's lines.</summary>
public sealed class CacheCounts
{
    /// <summary>Lines of code that blocks needed, counted once for each time a block began.</summary>
    public long InstructionLookups { get; internal set; }

    /// <summary>Those that were not there (of a flash line, its reads that were not).</summary>
    public long InstructionMisses { get; internal set; }

    /// <summary>Reads of data that could be cached.</summary>
    public long DataLookups { get; internal set; }

    /// <summary>Those that were not there.</summary>
    public long DataMisses { get; internal set; }

    internal void Add(CacheCounts other)
    {
        InstructionLookups += other.InstructionLookups;
        InstructionMisses += other.InstructionMisses;
        DataLookups += other.DataLookups;
        DataMisses += other.DataMisses;
    }

    internal void Clear() => (InstructionLookups, InstructionMisses, DataLookups, DataMisses) = (0, 0, 0, 0);

    internal CacheCounts Copy()
    {
        var copy = new CacheCounts();
        copy.Add(this);
        return copy;
    }
}
