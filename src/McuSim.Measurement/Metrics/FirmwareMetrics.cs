using static McuSim.Measurement.MetricUnit;

namespace McuSim.Measurement;

/// <summary>The figures of a firmware run as metrics.</summary>
internal static class FirmwareMetrics
{
    public static IEnumerable<Metric> Of(FirmwareReport report)
    {
        if (report.Profile is { } profile)
        {
            yield return new("latency", NetworkMetrics.Milliseconds(profile.Cycles, report.Board.ClockHz), MetricUnit.Milliseconds);
            yield return new("cycles", profile.Cycles, Cycles);
        }

        yield return new("instructions", report.Instructions, Instructions);
        if (report.Memory is { } memory)
        {
            foreach (Metric metric in Memory(memory)) yield return metric;
        }

        if (report.Profile is null) yield break;
        foreach (Metric metric in NetworkMetrics.Causes(report.Profile.Causes)) yield return metric;
        foreach (FunctionProfile f in report.Profile.Functions)
        {
            yield return new($"functions.{f.Name}.cycles", f.ExclusiveCycles, Cycles);
            yield return new($"functions.{f.Name}.inclusive", f.InclusiveCycles, Cycles);
            yield return new($"functions.{f.Name}.calls", f.Calls, Count);
        }
    }

    private static IEnumerable<Metric> Memory(FirmwareMemory memory)
    {
        yield return new("stack", memory.Stack.Bytes, Bytes);
        if (memory.Heap is { } heap) yield return new("heap", heap.Bytes, Bytes);
        yield return new("flash.total", memory.Image.Bytes, Bytes);
        yield return new("flash.unused", memory.Image.UnusedBytes, Bytes);
        foreach (RegionTouch region in memory.Regions) yield return new($"regions.{region.Name}.written", region.WrittenBytes, Bytes, Capacity: region.CapacityBytes);
    }
}
