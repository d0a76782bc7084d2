namespace McuSim.Reports;

/// <summary>The published JSON schema (draft 7) of the files that <see cref="JsonReport"/> writes.</summary>
public static class ReportSchema
{
    /// <summary>The version in every outcome's <c>schemaVersion</c>. It rises when a field is renamed, removed or changes its meaning.</summary>
    public const int Version = 1;

    /// <summary>The schema.</summary>
    public static string Text { get; } = Load();

    private static string Load()
    {
        using Stream stream = typeof(ReportSchema).Assembly.GetManifestResourceStream("report.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
