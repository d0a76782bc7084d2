using static McuSim.Measurement.MetricUnit;

namespace McuSim.Measurement;

/// <summary>The figures of a network's report as metrics.</summary>
internal static class NetworkMetrics
{
    public static IEnumerable<Metric> Of(Report report) =>
        [.. Time(report), .. Memory(report.Memory), .. Accuracy(report.Accuracy), .. Causes(report.Time.Causes), .. Layers(report), .. Functions(report.Time)];

    /// <summary>Cycles as milliseconds at a clock, to the nanosecond.</summary>
    public static decimal Milliseconds(long cycles, long clockHz) => clockHz <= 0 ? 0 : Math.Round(cycles * 1000m / clockHz, 6);

    /// <summary>Cycles by cause.</summary>
    public static IEnumerable<Metric> Causes(IEnumerable<CauseUse> causes) => causes.Select(c => new Metric($"causes.{c.Cause}", c.Cycles, Cycles));

    private static IEnumerable<Metric> Time(Report report)
    {
        TimeUse time = report.Time;
        yield return new("latency", Milliseconds(time.Cycles, report.Board.ClockHz), MetricUnit.Milliseconds);
        yield return new("cycles", time.Cycles, Cycles);
        yield return new("instructions", time.Instructions, Instructions);
        if (time.Spread is not { } spread) yield break;
        yield return new("latency.max", Milliseconds(spread.Max, report.Board.ClockHz), MetricUnit.Milliseconds);
        yield return new("cycles.min", spread.Min, Cycles);
        yield return new("cycles.max", spread.Max, Cycles);
    }

    private static IEnumerable<Metric> Memory(MemoryUse memory)
    {
        (SramUse sram, FlashUse flash) = memory;
        long writable = sram.Regions.Where(r => r.Contents.Any(c => c.Name is "stack" or "data" or "arena")).Sum(r => r.CapacityBytes);
        yield return new("sram.peak", sram.PeakBytes, Bytes, Capacity: writable > 0 ? writable : null);
        yield return new("sram.static", sram.StaticBytes, Bytes);
        yield return new("arena", sram.ArenaPlannedBytes, Bytes);
        yield return new("arena.touched", sram.ArenaTouchedBytes, Bytes);
        yield return new("stack", sram.StackBytes, Bytes, Capacity: sram.StackReservedBytes);
        yield return new("flash.total", flash.TotalBytes, Bytes, Capacity: flash.CapacityBytes);
        yield return new("flash.code", flash.CodeBytes, Bytes, Capacity: flash.CapacityBytes);
        yield return new("flash.constants", flash.ConstantBytes, Bytes, Capacity: flash.CapacityBytes);
        yield return new("flash.startup", flash.StartupBytes, Bytes, Capacity: flash.CapacityBytes);
        foreach (RegionUse region in sram.Regions) yield return new($"regions.{region.Name}", region.UsedBytes, Bytes, Capacity: region.CapacityBytes);
    }

    private static IEnumerable<Metric> Accuracy(AccuracyResult? accuracy)
    {
        if (accuracy is null) yield break;
        yield return new("accuracy.top1", 100 * (decimal)accuracy.Top1, Percent, Direction.Higher);
        if (accuracy.Top5 is { } top5) yield return new("accuracy.top5", 100 * (decimal)top5, Percent, Direction.Higher);
        foreach (ClassAccuracy c in accuracy.Classes.Where(c => c.Samples > 0))
            yield return new($"classes.{c.Name}.accuracy", Math.Round(100m * c.Correct / c.Samples, 4), Percent, Direction.Higher);
    }

    private static IEnumerable<Metric> Layers(Report report)
    {
        yield return new("macs", report.Build.ExecutedMacs, Count);
        foreach (LayerUse layer in report.Layers)
        {
            yield return new($"layers.{layer.Name}.cycles", layer.Cycles, Cycles);
            yield return new($"layers.{layer.Name}.arena", layer.LiveBytes, Bytes);
            yield return new($"layers.{layer.Name}.constants", layer.ConstantBytes, Bytes);
            yield return new($"layers.{layer.Name}.code", layer.CodeBytes, Bytes);
        }
    }

    private static IEnumerable<Metric> Functions(TimeUse time) => time.Functions.Select(f => new Metric($"functions.{f.Name}.cycles", f.Cycles, Cycles));
}
