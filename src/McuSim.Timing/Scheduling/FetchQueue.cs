namespace McuSim.Timing.Scheduling;

/// <summary>
/// The queue of fetched words in front of an in-order core. A word leaves it with the instruction that takes the word's last half; the word
/// that takes its place arrives a fixed latency later, and they arrive a cycle or more apart.
/// </summary>
internal sealed class FetchQueue
{
    private readonly int _latency;
    private readonly int _spacing;
    private readonly int _restart;
    private readonly int[] _ready;
    private uint _firstWord;

    /// <summary>Makes a queue.</summary>
    /// <param name="latency">Cycles from a word's departure to the arrival of its replacement.</param>
    /// <param name="firstAddress">The first instruction's address.</param>
    /// <param name="ready">When the word that holds it and the following ones are there.</param>
    /// <param name="spacing">Cycles from one word to the next at the earliest.</param>
    /// <param name="restart">Further cycles of the first word fetched after the queue was full.</param>
    public FetchQueue(int latency, uint firstAddress, ReadOnlySpan<int> ready, int spacing = 1, int restart = 0) =>
        (_latency, _firstWord, _ready, _spacing, _restart) = (latency, firstAddress / 4, ready.ToArray(), spacing, restart);

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
            int latency = _ready[^1] <= cycle ? _latency + _restart : _latency; // all words are there: fetching has stopped
            int next = Math.Max(cycle + latency, _ready[^1] + _spacing);
            Array.Copy(_ready, 1, _ready, 0, _ready.Length - 1);
            _ready[^1] = next;
            _firstWord++;
        }
    }

    /// <summary>Data goes over the bus that the words come over: a word whose turn it was comes a cycle later, and so do those behind it.</summary>
    /// <param name="cycle">The cycle of the data's address phase; a word's is the one before it arrives.</param>
    /// <param name="any">Whether any word that is still to come is held, not only the one whose turn it was.</param>
    public void Yield(int cycle, bool any)
    {
        int slot = any ? Array.FindIndex(_ready, ready => ready > cycle) : Array.IndexOf(_ready, cycle + 1);
        if (slot < 0) return;
        _ready[slot]++;
        for (int i = slot + 1; i < _ready.Length; i++) _ready[i] = Math.Max(_ready[i], _ready[i - 1] + _spacing);
    }

    /// <summary>The arrival times relative to <paramref name="cycle"/>.</summary>
    public int[] StateAt(int cycle) => [.. _ready.Select(t => Math.Max(t - cycle, 0))];

    /// <summary>The arrival times behind a taken branch.</summary>
    /// <param name="words">Words of the queue.</param>
    /// <param name="spacing">Cycles from one to the next.</param>
    /// <param name="early">For how many cycles the fetch has been under way already.</param>
    public static int[] Refill(int words, int spacing = 1, int early = 0) => [.. Enumerable.Range(0, words).Select(w => Math.Max(w * spacing - early, 0))];
}
