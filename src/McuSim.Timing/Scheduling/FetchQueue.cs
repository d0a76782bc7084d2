namespace McuSim.Timing.Scheduling;

/// <summary>
/// The queue of fetched words in front of an in-order core. A word leaves it with the instruction that takes the word's last half; the word
/// that takes its place arrives a fixed latency later, and at most one arrives per cycle.
/// </summary>
internal sealed class FetchQueue
{
    private readonly int _latency;
    private readonly int _transfer;
    private readonly int[] _ready;
    private uint _firstWord;

    /// <summary>Makes a queue.</summary>
    /// <param name="latency">Cycles from a word's departure to the arrival of its replacement.</param>
    /// <param name="firstAddress">The first instruction's address.</param>
    /// <param name="ready">When the word that holds it and the following ones are there.</param>
    /// <param name="transfer">Cycles from a word's address phase to its arrival.</param>
    public FetchQueue(int latency, uint firstAddress, ReadOnlySpan<int> ready, int transfer = 1) =>
        (_latency, _firstWord, _ready, _transfer) = (latency, firstAddress / 4, ready.ToArray(), transfer);

    /// <summary>The first cycle in which the whole instruction is there.</summary>
    public int Available(uint address, int size)
    {
        if (_ready.Length == 0) return 0;
        uint lastWord = (address + (uint)size - 1) / 4;
        return _ready[lastWord - _firstWord];
    }

    /// <summary>Takes an instruction out.</summary>
    public void Consume(uint address, int size, int cycle)
    {
        uint end = (address + (uint)size) / 4;
        while (_ready.Length != 0 && _firstWord < end)
        {
            int next = Math.Max(cycle + _latency, _ready[^1] + 1);
            Array.Copy(_ready, 1, _ready, 0, _ready.Length - 1);
            _ready[^1] = next;
            _firstWord++;
        }
    }

    /// <summary>Data goes over the bus that the words come over: a word whose turn it was comes a cycle later, and so do those behind it.</summary>
    /// <param name="cycle">The cycle of the data's address phase.</param>
    public void Yield(int cycle)
    {
        int slot = Array.IndexOf(_ready, cycle + _transfer);
        if (slot < 0) return;
        _ready[slot]++;
        for (int i = slot + 1; i < _ready.Length; i++) _ready[i] = Math.Max(_ready[i], _ready[i - 1] + 1);
    }

    /// <summary>The arrival times relative to <paramref name="cycle"/>.</summary>
    public int[] StateAt(int cycle) => [.. _ready.Select(t => Math.Max(t - cycle, 0))];

    /// <summary>The arrival times behind a taken branch: one word per cycle.</summary>
    public static int[] Refill(int words) => [.. Enumerable.Range(0, words)];
}
