namespace McuSim.Timing.Memories;

/// <summary>
/// The flash itself, behind the lines that its interface keeps: one read at a time. With prefetch it reads the next word ahead after every read;
/// where instructions and data share the port, a read of another word waits until the one under way has ended.
/// </summary>
internal sealed class FlashPort(MemoryTiming memory)
{
    private const uint NoWord = uint.MaxValue;

    private uint _ahead = NoWord;
    private long _ready;

    /// <summary>Reads a word that no line holds and gives the cycles that the core waits.</summary>
    /// <param name="word">Its number, counted in reads from the flash's begin.</param>
    /// <param name="now">The cycle in which the core needs it.</param>
    public int Read(uint word, long now)
    {
        int wait = memory.FlashWaitCycles;
        if (!memory.FlashPrefetch) return wait + memory.FlashMissCycles;
        long left = _ready - now;
        bool isAhead = word == _ahead;
        if (isAhead) wait = (int)Math.Clamp(left, 0, wait);
        else if (memory.SharesLines && left > 0 && left <= wait + 1) wait += (int)left;
        (_ahead, _ready) = (word + 1, now + wait + 1 + memory.FlashWaitCycles);
        return wait + (isAhead ? memory.FlashAheadCycles : memory.FlashMissCycles);
    }

    /// <summary>Forgets the word read ahead.</summary>
    public void Clear() => (_ahead, _ready) = (NoWord, 0);

    /// <summary>The word read ahead, and in how many cycles it is there.</summary>
    public (uint Word, long Ready) Capture(long now) => (_ahead, Math.Max(_ready - now, 0));

    /// <summary>Makes it what it was.</summary>
    public void Restore(uint word, long ready, long now) => (_ahead, _ready) = (word, ready + now);
}
