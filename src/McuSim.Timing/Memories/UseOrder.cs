using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace McuSim.Timing.Memories;

/// <summary>In which order the slots of a cache were used. Uses of many lines at once are noted, and worked out when the order is asked for.</summary>
/// <param name="slots">How many slots there are; those of a set follow one another.</param>
/// <param name="slotOf">The slot that holds a line.</param>
internal sealed class UseOrder(int slots, Func<uint, int> slotOf)
{
    private readonly long[] _used = new long[slots];
    private readonly List<LineUses> _pending = [];
    private long _clock;

    /// <summary>A slot is used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Use(int slot) => _used[slot] = ++_clock;

    /// <summary>Lines that are all there are used, one after another. They stay until the order is asked for.</summary>
    public void Use(LineUses uses)
    {
        uses.Last = _clock += uses.Lines.Length;
        if (uses.IsPending) return;
        uses.IsPending = true;
        _pending.Add(uses);
    }

    /// <summary>Of some slots, the one whose last use is longest ago.</summary>
    public int Oldest(int first, int count)
    {
        if (_pending.Count > 0) Settle();
        ReadOnlySpan<long> used = _used.AsSpan(first, count);
        long least = used[0];
        int i = 1;
        if (count >= 2 * Vector256<long>.Count)
        {
            Vector256<long> some = Vector256.Create(used);
            for (i = Vector256<long>.Count; i <= count - Vector256<long>.Count; i += Vector256<long>.Count) some = Vector256.Min(some, Vector256.Create(used[i..]));
            for (int lane = 0; lane < Vector256<long>.Count; lane++) least = Math.Min(least, some[lane]);
        }

        for (; i < count; i++) least = Math.Min(least, used[i]);
        return first + used.IndexOf(least);
    }

    /// <summary>Some slots, the one whose last use is longest ago first.</summary>
    public IEnumerable<int> OldestFirst(int first, int count)
    {
        Settle();
        return Enumerable.Range(first, count).OrderBy(slot => _used[slot]);
    }

    /// <summary>No slot has been used: they count as used in the order of their numbers.</summary>
    public void Clear()
    {
        foreach (LineUses uses in _pending) uses.IsPending = false;
        _pending.Clear();
        for (int slot = 0; slot < _used.Length; slot++) _used[slot] = slot - _used.Length;
    }

    private void Settle()
    {
        foreach (LineUses uses in _pending)
        {
            uses.IsPending = false;
            long use = uses.Last - uses.Lines.Length;
            foreach (uint line in uses.Lines)
            {
                ref long used = ref _used[slotOf(line)];
                used = Math.Max(used, ++use);
            }
        }

        _pending.Clear();
    }
}

/// <summary>Lines that are used one after another.</summary>
/// <param name="lines">The lines, each once, in the order of their last uses.</param>
internal sealed class LineUses(uint[] lines)
{
    /// <summary>The lines.</summary>
    public readonly uint[] Lines = lines;

    /// <summary>When the last of them was used last.</summary>
    public long Last;

    /// <summary>Whether that is noted only.</summary>
    public bool IsPending;
}
