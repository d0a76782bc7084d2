namespace McuSim.Timing.Scheduling;

/// <summary>
/// Data that goes over the bus that code is fetched over. The schedule knows what a block loses when all its data does; where the data lies shows
/// only when it runs, so as many accesses as cycles are lost carry a mark, and each of them costs its cycle when it does meet the code's bus.
/// </summary>
internal static class Contention
{
    /// <summary>Words of the fetch queue where the core's table has none because without contention it never limits.</summary>
    public const int Words = 3;

    /// <summary>Its latency: the least at which such a queue keeps up with one word per cycle.</summary>
    public const int Latency = 2;

    /// <summary>Marks accesses, spread evenly.</summary>
    /// <param name="accesses">Those of a block.</param>
    /// <param name="cycles">Cycles lost when all of them meet the code's bus.</param>
    public static void Mark(AccessInfo[] accesses, int cycles)
    {
        cycles = Math.Clamp(cycles, 0, accesses.Length);
        for (int i = 0; i < cycles; i++)
        {
            int at = (int)((i + 1L) * accesses.Length / cycles) - 1;
            accesses[at] = accesses[at] with { Flags = accesses[at].Flags | AccessFlags.Contends };
        }
    }
}
