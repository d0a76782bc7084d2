namespace McuSim.Machine.Chips;

/// <summary>Registers that McuSim does not know: they read zero until they are written, then what was written. Every access is counted.</summary>
internal sealed class UnknownRegisters
{
    /// <summary>No chip has more registers; a program that runs wild over the peripherals must not take the host's memory.</summary>
    private const int MostWords = 1 << 16;

    private Dictionary<uint, Entry> words = [];

    /// <summary>The registers accessed since reset, by address.</summary>
    internal IEnumerable<(uint Address, long Reads, long Writes)> Counts => words.OrderBy(w => w.Key).Select(w => (w.Key, w.Value.Reads, w.Value.Writes));

    internal uint Read(uint address)
    {
        Entry entry = words.GetValueOrDefault(address);
        Set(address, entry with { Reads = entry.Reads + 1 });
        return entry.Value;
    }

    internal void Write(uint address, uint value, uint mask)
    {
        Entry entry = words.GetValueOrDefault(address);
        Set(address, new Entry((entry.Value & ~mask) | (value & mask), entry.Reads, entry.Writes + 1));
    }

    internal void Reset() => words.Clear();

    internal object Capture() => new Dictionary<uint, Entry>(words);

    internal void Restore(object state) => words = new Dictionary<uint, Entry>((Dictionary<uint, Entry>)state);

    private void Set(uint address, Entry entry)
    {
        if (words.Count < MostWords || words.ContainsKey(address))
            words[address] = entry;
    }

    private readonly record struct Entry(uint Value, long Reads, long Writes);
}
