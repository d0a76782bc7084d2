using System.Collections.Immutable;
using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>The report of a firmware run as JSON, as <see cref="ReportSchema.Firmware"/> describes it. UTF-8, indented, with a line feed at the end.</summary>
public static class FirmwareJson
{
    /// <summary>Writes a report. Equal reports give equal bytes.</summary>
    /// <param name="report">What to write.</param>
    /// <param name="output">Where to write; it is left open.</param>
    public static void Write(FirmwareReport report, Stream output) => Write([report], output);

    /// <summary>Writes reports: an object for one, an array for several.</summary>
    /// <param name="reports">What to write.</param>
    /// <param name="output">Where to write; it is left open.</param>
    public static void Write(IReadOnlyList<FirmwareReport> reports, Stream output)
    {
        FirmwareDocument[] documents = [.. reports.Select(FirmwareDocument.From)];
        if (documents is [var only]) JsonSerializer.Serialize(output, only, ReportJson.Instance.FirmwareDocument);
        else JsonSerializer.Serialize(output, documents, ReportJson.Instance.FirmwareDocumentArray);
        output.WriteByte((byte)'\n');
    }
}

/// <summary>A <see cref="FirmwareReport"/> as it stands in the file.</summary>
internal sealed record FirmwareDocument(
    int SchemaVersion, ToolInfo Tool, ImageInfo Image, BoardInfo Board, FirmwareEnding Ending, long Instructions, FirmwareProfile? Profile,
    FirmwareMemory? Memory, ChipUse Chip, ProgramOutput Output)
{
    public static FirmwareDocument From(FirmwareReport r) =>
        new(ReportSchema.Version, r.Tool, r.Image, r.Board, r.Ending, r.Instructions, r.Profile, r.Memory, r.Chip, r.Output)
        {
            WhatIfs = r.WhatIfs,
            Advice = r.Advice,
            Trust = r.Trust,
        };

    // Not in the constructor: files of earlier versions have none.
    public ImmutableArray<WhatIfUse> WhatIfs { get; set; } = [];

    public ImmutableArray<Advice> Advice { get; set; } = [];

    public LatencyTrust? Trust { get; set; }

    public FirmwareReport ToReport() => new(Tool, Image, Board, Ending, Instructions, Profile, Memory, Chip, Output) { WhatIfs = WhatIfs, Advice = Advice, Trust = Trust };
}
