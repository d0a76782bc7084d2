using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>Divides the cycles of a model as the profiling counters of the core's DWT unit do, so that the program's own measurements agree with the report.</summary>
internal static class ProgramProfile
{
    private static readonly CycleCause[] Data =
        [CycleCause.LoadStore, CycleCause.DataFlash, CycleCause.DataCache, CycleCause.Bus, CycleCause.Unaligned, CycleCause.WriteStall];

    /// <summary>The cycles so far; instructions and these sum exactly to all cycles.</summary>
    public static CycleProfile Of(TimingModel model)
    {
        CycleCounts causes = model.Causes;
        long data = Data.Sum(cause => causes[cause]), exceptions = causes[CycleCause.Exception];
        long rest = causes.Total - data - exceptions - causes[CycleCause.Issue], folded = model.Instructions - causes[CycleCause.Issue];
        return new CycleProfile((ulong)(rest + Math.Max(-folded, 0)), (ulong)exceptions, (ulong)data, (ulong)Math.Max(folded, 0));
    }
}
