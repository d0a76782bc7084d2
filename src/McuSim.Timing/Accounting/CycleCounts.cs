using System.Runtime.CompilerServices;

namespace McuSim.Timing;

/// <summary>Cycles by cause.</summary>
public sealed class CycleCounts
{
    /// <summary>How many causes there are.</summary>
    public static readonly int CauseCount = Enum.GetValues<CycleCause>().Length;

    private readonly long[] _cycles = new long[CauseCount];

    /// <summary>Cycles with this cause.</summary>
    public long this[CycleCause cause] => _cycles[(int)cause];

    /// <summary>The sum over all causes.</summary>
    public long Total => _cycles.Sum();

    /// <summary>The causes that took cycles, in the order of their definition.</summary>
    public IEnumerable<KeyValuePair<CycleCause, long>> NonZero =>
        Enum.GetValues<CycleCause>().Where(c => this[c] != 0).Select(c => KeyValuePair.Create(c, this[c]));

    /// <summary>These and others, cause by cause.</summary>
    public CycleCounts Plus(CycleCounts other)
    {
        CycleCounts sum = Copy();
        sum.Add(other);
        return sum;
    }

    /// <summary>These less others, cause by cause; a cause may come out negative.</summary>
    public CycleCounts Minus(CycleCounts other)
    {
        CycleCounts rest = Copy();
        rest.AddScaled(other, -1);
        return rest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(CycleCause cause, long cycles) => _cycles[(int)cause] += cycles;

    internal void Add(CycleCounts other)
    {
        for (int i = 0; i < _cycles.Length; i++) _cycles[i] += other._cycles[i];
    }

    internal void AddScaled(CycleCounts other, long times)
    {
        for (int i = 0; i < _cycles.Length; i++) _cycles[i] += other._cycles[i] * times;
    }

    internal void Clear() => Array.Clear(_cycles);

    internal CycleCounts Copy()
    {
        var copy = new CycleCounts();
        copy.Add(this);
        return copy;
    }
}
