using System.Numerics;

using McuSim.Timing.Memories;

namespace McuSim.Timing.Scheduling;

/// <summary>
/// What is known of the line of code that was fetched last on a path: who needs no more of it changes nothing. Where the flash keeps a single line and reads nothing ahead, it is also
/// known which blocks behind it go to the flash.
/// </summary>
internal sealed class FetchBuffer(MemoryTiming memory)
{
    private readonly bool _isForeseen = memory.InstructionLines.IsSingle && !memory.SharesLines
        && (!memory.FlashPrefetch || (memory.FlashWaitCycles | memory.FlashMissCycles | memory.FlashAheadCycles) == 0);

    private uint _line = uint.MaxValue, _sectors;
    private bool _isExact;
    private bool? _waits;

    /// <summary>What a fetch from the flash costs that was foreseen.</summary>
    public int MissCycles => _isForeseen ? memory.FlashWaitCycles + memory.FlashMissCycles : 0;

    /// <summary>Fetches a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="isAgain">Whether it is the block before again.</param>
    /// <returns>How often that goes to the flash; null when it cannot be known beforehand.</returns>
    public int? Fetch(ScheduledBlock block, bool isAgain)
    {
        bool isOne = block.FirstLine == block.LastLine;
        uint needed = block.Fetch == AccessPath.Cache ? 1 : isOne ? block.FirstSectors : block.LastSectors;
        if (isOne && block.FirstLine == _line && (needed & ~_sectors) == 0 && !memory.SharesLines)
        {
            _waits = false;
            return 0;
        }

        bool isForeseen = _isForeseen && block.Fetch == AccessPath.Flash;
        if (isForeseen && isAgain && _waits == false) return 0;
        if (isForeseen && _isExact && !(isAgain && _waits is null)) return Foresee(block);
        (_line, _sectors) = (block.LastLine, needed | (block.LastLine == _line && isOne ? _sectors : 0));
        (_isExact, _waits) = (isForeseen && (!isOne || memory.InstructionLines.AllSectors == 1), null);
        return null;
    }

    /// <summary>What is known after a block.</summary>
    public PathFetch After(int misses) => new(misses, _isExact, _line, _sectors);

    private int Foresee(ScheduledBlock block)
    {
        int misses = 0;
        for (uint line = block.FirstLine; line <= block.LastLine; line++)
        {
            if (line != _line) (_line, _sectors) = (line, 0);
            uint sectors = line == block.FirstLine ? block.FirstSectors : line == block.LastLine ? block.LastSectors : memory.InstructionLines.AllSectors;
            misses += BitOperations.PopCount(sectors & ~_sectors);
            _sectors |= sectors;
        }

        _waits = misses * MissCycles > 0;
        return misses;
    }
}
