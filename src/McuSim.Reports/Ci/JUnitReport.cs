using System.Globalization;
using System.Text;
using System.Xml;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Verdicts as JUnit's XML, as Jenkins and GitLab read it: a suite for what ran where, a case for each thing judged. Times are simulated ones.</summary>
public sealed class JUnitReport : IReportFormat
{
    /// <inheritdoc/>
    public string Name => "junit";

    /// <inheritdoc/>
    public string Purpose => "a test result for Jenkins, GitLab and others";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        ILookup<string, ReportSubject> subjects = content.Subjects.ToLookup(s => s.Title, StringComparer.Ordinal);
        using var writer = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, Encoding = new UTF8Encoding(false) });
        writer.WriteStartElement("testsuites");
        writer.WriteAttributeString("name", "mcusim");
        Counts(writer, content.Verdicts);
        foreach (IGrouping<string, Verdict> suite in content.Verdicts.GroupBy(v => v.Subject, StringComparer.Ordinal))
        {
            writer.WriteStartElement("testsuite");
            writer.WriteAttributeString("name", Text(suite.Key));
            Counts(writer, [.. suite]);
            ReportSubject? subject = subjects[suite.Key].FirstOrDefault();
            if (subject?.Headlines.Any() == true) Properties(writer, subject);
            foreach (Verdict verdict in suite) Case(writer, verdict, subject);
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
        writer.WriteWhitespace("\n");
    }

    private static void Counts(XmlWriter writer, IReadOnlyCollection<Verdict> verdicts)
    {
        void Count(string name, int value) => writer.WriteAttributeString(name, value.ToString(CultureInfo.InvariantCulture));
        Count("tests", verdicts.Count);
        Count("failures", verdicts.Count(v => !v.Passed && !v.Skipped));
        Count("errors", 0);
        Count("skipped", verdicts.Count(v => v.Skipped));
    }

    private static void Properties(XmlWriter writer, ReportSubject subject)
    {
        writer.WriteStartElement("properties");
        foreach (Metric metric in subject.Headlines)
        {
            writer.WriteStartElement("property");
            writer.WriteAttributeString("name", Text(metric.Name));
            writer.WriteAttributeString("value", $"{ReportSubject.Plain(metric.Value)} {ReportSubject.UnitSign(metric.Unit)}".TrimEnd());
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void Case(XmlWriter writer, Verdict verdict, ReportSubject? subject)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("name", Text(verdict.Rule));
        writer.WriteAttributeString("classname", Text(verdict.Subject));
        if (subject?.Metrics.Find("latency") is { } latency) writer.WriteAttributeString("time", ReportSubject.Plain(latency.Value / 1000));
        if (verdict.File is { } file) writer.WriteAttributeString("file", Text(file));
        if (verdict.Skipped)
        {
            writer.WriteStartElement("skipped");
            writer.WriteAttributeString("message", Text(verdict.Message));
            writer.WriteEndElement();
        }
        else if (!verdict.Passed)
        {
            writer.WriteStartElement("failure");
            writer.WriteAttributeString("message", Text(verdict.Message));
            writer.WriteAttributeString("type", Text(verdict.Rule));
            writer.WriteString(Text(string.Join('\n', verdict.Details.Prepend(verdict.Message))));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    /// <summary>XML has no place for most control codes, not even escaped; they become the replacement character.</summary>
    private static string Text(string text)
    {
        var allowed = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            allowed.Append(rune.Value is 0x9 or 0xA or >= 0x20 and not (0xFFFE or 0xFFFF) ? rune.ToString() : "\uFFFD");
        return allowed.ToString();
    }
}
