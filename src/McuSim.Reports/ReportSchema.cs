namespace McuSim.Reports;

/// <summary>The published JSON schema (draft 7) of the files that <see cref="JsonReport"/> writes.</summary>
public static class ReportSchema
{
    /// <summary>The version in every outcome's <c>schemaVersion</c>. It rises when a field is renamed, removed or changes its meaning.</summary>
    public const int Version = 1;

    /// <summary>The schema.</summary>
    public static string Text { get; } = Load("report.schema.json");

    /// <summary>The schema of the reports of firmware runs (<see cref="FirmwareJson"/>).</summary>
    public static string Firmware { get; } = Load("firmware.schema.json");

    private static string Load(string name)
    {
        using Stream stream = typeof(ReportSchema).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
