using System.Collections.Immutable;

using McuSim.Measurement;

namespace McuSim.Reports;

// The outermost objects of a JSON report: the records of McuSim.Measurement with the version first and in a fixed order.

/// <summary>A <see cref="Report"/> as it stands in the file.</summary>
internal sealed record ReportDocument(
    int SchemaVersion, bool Fits, ToolInfo Tool, ModelInfo Model, BoardInfo Board, BuildInfo Build, TimeUse Time, MemoryUse Memory,
    ImmutableArray<LayerUse> Layers, OutputInfo Output, AccuracyResult? Accuracy)
{
    public static ReportDocument From(Report r) =>
        new(ReportSchema.Version, r.Fits, r.Tool, r.Model, r.Board, r.Build, r.Time, r.Memory, r.Layers, r.Output, r.Accuracy)
        {
            WhatIfs = r.WhatIfs,
            Advice = r.Advice,
            Trust = r.Trust,
        };

    // Not in the constructor: files of earlier versions have none.
    public ImmutableArray<WhatIfUse> WhatIfs { get; set; } = [];

    public ImmutableArray<Advice> Advice { get; set; } = [];

    public LatencyTrust? Trust { get; set; }

    public Report ToReport() => new(Tool, Model, Board, Build, Time, Memory, Layers, Output, Accuracy) { WhatIfs = WhatIfs, Advice = Advice, Trust = Trust };
}

/// <summary>A <see cref="Misfit"/> as it stands in the file.</summary>
internal sealed record MisfitDocument(
    int SchemaVersion, bool Fits, ToolInfo Tool, ModelInfo Model, BoardInfo Board, string Region, long NeededBytes, long CapacityBytes,
    string? Layer, ImmutableArray<BufferUse> Buffers, ImmutableArray<string> BoardsThatFit)
{
    public long OverflowBytes => NeededBytes - CapacityBytes;

    public static MisfitDocument From(Misfit m) =>
        new(ReportSchema.Version, m.Fits, m.Tool, m.Model, m.Board, m.Region, m.NeededBytes, m.CapacityBytes, m.Layer, m.Buffers, m.BoardsThatFit);

    public Misfit ToMisfit() => new(Tool, Model, Board, Region, NeededBytes, CapacityBytes, Layer, Buffers, BoardsThatFit);
}
