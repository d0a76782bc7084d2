using System.Globalization;

namespace McuSim.Timing.Scheduling;

/// <summary>What <see cref="InOrderPipeline"/> carries across blocks. Times are cycles from the begin of the next block.</summary>
/// <param name="Words">When the word that holds the next instruction, and those behind it, are in the fetch queue.</param>
/// <param name="Ready">Registers that are not ready yet, and when.</param>
/// <param name="Open">What the last instruction has left open.</param>
/// <param name="LastWrites">Registers that the last instruction wrote, if it was not a load.</param>
/// <param name="LastIsNarrow">Whether the last instruction had 16 bits.</param>
/// <param name="FloatBusy">When the divider of the floating-point unit is free.</param>
internal sealed record InOrderState(
    int[] Words, (int Register, int Result, int Addend, int Data)[] Ready, OpenPhase Open, ulong LastWrites, bool LastIsNarrow, int FloatBusy)
    : PipelineState(MakeKey(Words, Ready, Open, LastWrites, LastIsNarrow, FloatBusy))
{
    private static string MakeKey(
        int[] words, (int Register, int Result, int Addend, int Data)[] ready, OpenPhase open, ulong lastWrites, bool lastIsNarrow, int floatBusy) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(',', words)}|{string.Join(',', ready)}|{(int)open}|{lastWrites:x}|{lastIsNarrow}|{floatBusy}");
}

/// <summary>What a load or store leaves for the next instruction to overlap or to wait for (Cortex-M3 and M4).</summary>
internal enum OpenPhase
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The data phase of a load, which a load, a store or a NOP overlaps.</summary>
    Load,

    /// <summary>The data phase of a store, which a load waits for.</summary>
    Store,

    /// <summary>The second cycle of a store with a register as offset, which only a NOP overlaps.</summary>
    OffsetStore,
}
