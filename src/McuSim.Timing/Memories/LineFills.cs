namespace McuSim.Timing.Memories;

/// <summary>The port over which the L1 caches fill their lines, one after another: the core goes on with the word it asked for while the rest of the line still comes.</summary>
internal sealed class LineFills
{
    private long _free;

    /// <summary>Fills a line and gives the cycles that the core waits.</summary>
    /// <param name="now">The cycle of the access that missed.</param>
    /// <param name="fill">Cycles until the word that is waited for is there.</param>
    /// <param name="busy">Cycles until the next fill can begin.</param>
    public int Wait(long now, int fill, int busy)
    {
        long begin = Math.Max(now, Math.Min(_free, now + busy));
        _free = begin + busy;
        return (int)(begin - now) + fill;
    }

    /// <summary>Ends all fills.</summary>
    public void Clear() => _free = 0;

    /// <summary>In how many cycles the port is free.</summary>
    public long Capture(long now) => Math.Max(_free - now, 0);

    /// <summary>Makes it what it was.</summary>
    public void Restore(long busy, long now) => _free = now + busy;
}
