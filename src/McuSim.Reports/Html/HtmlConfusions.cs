using System.Text.Json;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>
/// Confusion matrices in the data of the page. One of a thousand classes is a million numbers that nobody can look at: of matrices above
/// <see cref="MostClasses"/> classes the page holds the largest entries instead, and no page holds the class of every input.
/// </summary>
internal static class HtmlConfusions
{
    private const int MostClasses = 40;
    private const int MostEntries = 200;

    /// <summary>The report as the page holds it.</summary>
    public static Report WithoutLarge(Report report) => report.Accuracy is not { } accuracy
        ? report
        : report with { Accuracy = accuracy with { Confusion = IsLarge(accuracy) ? [] : accuracy.Confusion, Predictions = [] } };

    /// <summary>Writes, for each outcome, the largest entries off the diagonal: label, class it is taken for, inputs.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<BoardOutcome> outcomes)
    {
        json.WriteStartArray("confusions");
        foreach (BoardOutcome outcome in outcomes)
        {
            json.WriteStartArray();
            if (outcome is Report { Accuracy: { } accuracy }) Entries(json, accuracy);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static bool IsLarge(AccuracyResult accuracy) => accuracy.Classes.Length > MostClasses;

    private static void Entries(Utf8JsonWriter json, AccuracyResult accuracy)
    {
        var taken = accuracy.Confusion.SelectMany((row, label) => row.Select((inputs, taken) => (label, taken, inputs))).Where(e => e.inputs > 0 && e.label != e.taken);
        foreach ((int label, int other, int inputs) in taken.OrderByDescending(e => e.inputs).ThenBy(e => e.label).ThenBy(e => e.taken).Take(MostEntries))
        {
            json.WriteStartArray();
            json.WriteNumberValue(label);
            json.WriteNumberValue(other);
            json.WriteNumberValue(inputs);
            json.WriteEndArray();
        }
    }
}
