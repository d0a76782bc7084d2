using System.Globalization;

namespace McuSim.Timing.Scheduling;

/// <summary>What <see cref="InOrderPipeline"/> carries across blocks. Times are cycles from the begin of the next block.</summary>
/// <param name="Words">When the word that holds the next instruction, and those behind it, are in the fetch queue.</param>
/// <param name="Ready">Registers that are not ready yet, and when.</param>
/// <param name="LoadOpen">Whether a load's data phase waits to be overlapped.</param>
/// <param name="LastWrites">Registers that the last instruction wrote, if it was not a load.</param>
/// <param name="LastIsNarrow">Whether the last instruction had 16 bits.</param>
/// <param name="FloatBusy">When the divider of the floating-point unit is free.</param>
internal sealed record InOrderState(
    int[] Words, (int Register, int Result, int Addend, int Data)[] Ready, bool LoadOpen, ulong LastWrites, bool LastIsNarrow, int FloatBusy)
    : PipelineState(MakeKey(Words, Ready, LoadOpen, LastWrites, LastIsNarrow, FloatBusy))
{
    private static string MakeKey(
        int[] words, (int Register, int Result, int Addend, int Data)[] ready, bool loadOpen, ulong lastWrites, bool lastIsNarrow, int floatBusy) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{string.Join(',', words)}|{string.Join(',', ready)}|{loadOpen}|{lastWrites:x}|{lastIsNarrow}|{floatBusy}");
}
