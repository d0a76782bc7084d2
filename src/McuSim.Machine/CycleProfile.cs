namespace McuSim.Machine;

/// <summary>
/// Where cycles went, as the profiling counters of the DWT unit divide them: cycles = instructions + <paramref name="Instructions"/> + <paramref name="Exceptions"/> +
/// <paramref name="LoadsAndStores"/> - <paramref name="Folded"/> (Arm DDI 0403E, C1.8.2), without sleep.
/// </summary>
/// <param name="Instructions">Further cycles of instructions other than loads and stores, and of fetches (CPICNT).</param>
/// <param name="Exceptions">Entry into and return from exceptions (EXCCNT).</param>
/// <param name="LoadsAndStores">Further cycles of loads and stores (LSUCNT).</param>
/// <param name="Folded">Instructions that took no cycle (FOLDCNT).</param>
public readonly record struct CycleProfile(ulong Instructions, ulong Exceptions, ulong LoadsAndStores, ulong Folded);
