using System.Globalization;
using System.Text;
using System.Xml;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>A badge as SVG: the first result's figures, or how many results of several are as they should be.</summary>
public sealed class BadgeReport : IReportFormat
{
    private const double CharacterWidth = 6.7;
    private const int Padding = 7;
    private const string Label = "mcusim";

    /// <inheritdoc/>
    public string Name => "badge";

    /// <inheritdoc/>
    public string Purpose => "an SVG badge for a README";

    /// <inheritdoc/>
    public void Write(ReportContent content, Stream output)
    {
        bool good = content.Verdicts.All(v => v.Passed || v.Skipped);
        string text = SafeText.Of(Text(content), 70);
        int left = Width(Label), right = Width(text);
        using var writer = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) });
        void Element(string name, params (string Name, string Value)[] attributes)
        {
            writer.WriteStartElement(name, "http://www.w3.org/2000/svg");
            foreach ((string key, string value) in attributes) writer.WriteAttributeString(key, value);
        }

        void Phrase(string phrase, int x, int width)
        {
            Element("text", ("x", Of(x + (width / 2.0))), ("y", "14"), ("textLength", Of(width - (2 * Padding))), ("lengthAdjust", "spacingAndGlyphs"));
            writer.WriteString(phrase);
            writer.WriteEndElement();
        }

        void Box(int x, int width, string fill)
        {
            Element("rect", ("x", Of(x)), ("width", Of(width)), ("height", "20"), ("fill", fill));
            writer.WriteEndElement();
        }

        Element("svg", ("width", Of(left + right)), ("height", "20"), ("role", "img"), ("aria-label", $"{Label}: {text}"));
        writer.WriteElementString("title", "http://www.w3.org/2000/svg", $"{Label}: {text}");
        Element("clipPath", ("id", "round"));
        Element("rect", ("width", Of(left + right)), ("height", "20"), ("rx", "3"));
        writer.WriteEndElement();
        writer.WriteEndElement();
        Element("g", ("clip-path", "url(#round)"));
        Box(0, left, "#444c56");
        Box(left, right, good ? "#1a7f37" : "#b3261e");
        writer.WriteEndElement();
        Element("g", ("fill", "#fff"), ("text-anchor", "middle"), ("font-family", "Verdana,DejaVu Sans,Geneva,sans-serif"), ("font-size", "11"));
        Phrase(Label, 0, left);
        Phrase(text, left, right);
        writer.WriteEndElement();
        writer.WriteEndElement();
        writer.WriteWhitespace("\n");
    }

    private static string Text(ReportContent content)
    {
        ReportSubject[] subjects = [.. content.Subjects];
        if (subjects.Length != 1) return $"{content.Verdicts.Count(v => v.Passed)} of {content.Verdicts.Length} passed";
        if (content.Outcomes is [Misfit misfit]) return $"does not fit {misfit.Board.Name}";
        Metrics metrics = subjects[0].Metrics;
        string[] figures =
        [
            .. new[] { metrics.Find("latency") is { } time ? Figures.Milliseconds((double)time.Value) : null, (metrics.Find("sram.peak") ?? metrics.Find("stack")) is { } sram ? $"{Figures.Size((long)sram.Value)} RAM" : null, metrics.Find("flash.total") is { } flash ? $"{Figures.Size((long)flash.Value)} flash" : null }.OfType<string>(),
        ];
        return $"{subjects[0].Board}: {string.Join(" · ", figures)}";
    }

    private static int Width(string text) => (int)Math.Ceiling(text.Length * CharacterWidth) + (2 * Padding);

    private static string Of(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
