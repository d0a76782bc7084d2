namespace McuSim.Timing;

/// <summary>Why a cycle was spent.</summary>
public enum CycleCause
{
    /// <summary>An instruction (or a pair) was issued.</summary>
    Issue,

    /// <summary>An operand was not ready: load-use, address generation, multiplication latency.</summary>
    Dependency,

    /// <summary>Further cycles of loads and stores within the core: the data phase of a load, the registers of an LDM.</summary>
    LoadStore,

    /// <summary>Refilling the pipeline after a taken branch, or a wrong prediction.</summary>
    Branch,

    /// <summary>Division and square root.</summary>
    Divide,

    /// <summary>The core's fetch queue had not enough of the next instruction, though memory answered without wait states.</summary>
    InstructionFetch,

    /// <summary>Wait states of flash for instructions.</summary>
    InstructionFlash,

    /// <summary>Wait states of flash for data: weights, literals.</summary>
    DataFlash,

    /// <summary>Misses of the L1 instruction cache.</summary>
    InstructionCache,

    /// <summary>Misses of the L1 data cache by reads.</summary>
    DataCache,

    /// <summary>Wait states and contention of buses and memory banks.</summary>
    Bus,

    /// <summary>Accesses to addresses that are not a multiple of their size.</summary>
    Unaligned,

    /// <summary>Stores that the store buffer could not take at once.</summary>
    WriteStall,

    /// <summary>Exception entry and return.</summary>
    Exception,
}
