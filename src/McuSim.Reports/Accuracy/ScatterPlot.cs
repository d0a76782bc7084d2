using System.Globalization;
using System.Net;
using System.Text;

using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Published against simulated latency on logarithmic axes, as SVG: a filled mark is a prediction, a hollow one a point of a calibration.</summary>
internal static class ScatterPlot
{
    private const int Size = 640;
    private const int Left = 70;
    private const int Bottom = 590;
    private const int Span = 540;

    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];

    /// <summary>Draws points that are in milliseconds.</summary>
    /// <param name="points">The points.</param>
    /// <param name="group">Names the colour of a point: its core.</param>
    public static string Draw(IReadOnlyList<Residual> points, Func<Residual, string> group)
    {
        int first = (int)Math.Floor(points.Min(p => Math.Log10(Math.Min(p.Published, p.Simulated))));
        int last = (int)Math.Ceiling(points.Max(p => Math.Log10(Math.Max(p.Published, p.Simulated))));
        double Along(double value) => (Math.Log10(value) - first) / (last - first) * Span;
        string X(double value) => Number(Left + Along(value));
        string Y(double value) => Number(Bottom - Along(value));
        var svg = new StringBuilder();
        void Line(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Size} {Size}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"Published against simulated latency\">");
        Line($"<rect width=\"{Size}\" height=\"{Size}\" fill=\"#ffffff\"/>");
        for (int decade = first; decade <= last; decade++)
        {
            double value = Math.Pow(10, decade);
            Line($"<path d=\"M{X(value)} {Bottom}V{Bottom - Span}M{Left} {Y(value)}H{Left + Span}\" stroke=\"#dddddd\"/>");
            Line($"<text x=\"{X(value)}\" y=\"{Bottom + 18}\" text-anchor=\"middle\">{Number(value)}</text>");
            Line($"<text x=\"{Left - 8}\" y=\"{Number(Bottom - Along(value) + 4)}\" text-anchor=\"end\">{Number(value)}</text>");
        }

        Line($"<path d=\"M{Left} {Bottom}L{Left + Span} {Bottom - Span}\" stroke=\"#888888\"/>");
        Line($"<text x=\"{Left + (Span / 2)}\" y=\"{Size - 8}\" text-anchor=\"middle\">published latency in ms</text>");
        Line($"<text x=\"16\" y=\"{Bottom - (Span / 2)}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {Bottom - (Span / 2)})\">simulated latency in ms</text>");
        foreach ((int index, IGrouping<string, Residual> its) in points.GroupBy(group).OrderBy(g => g.Key, StringComparer.Ordinal).Index())
        {
            string colour = Colours[index % Colours.Length];
            foreach (Residual point in its)
            {
                string title = WebUtility.HtmlEncode(string.Create(CultureInfo.InvariantCulture, $"{point.Board}: {point.Source} {point.Workload}, {point.ErrorPercent:+0.0;-0.0} %"));
                Line($"<circle cx=\"{X(point.Published)}\" cy=\"{Y(point.Simulated)}\" r=\"3.5\" fill=\"{(point.Fit is null ? colour : "none")}\" stroke=\"{colour}\" stroke-width=\"1.3\"><title>{title}</title></circle>");
            }

            Line($"<circle cx=\"{Left + 20}\" cy=\"{70 + (20 * index)}\" r=\"4\" fill=\"{colour}\"/><text x=\"{Left + 32}\" y=\"{74 + (20 * index)}\">{WebUtility.HtmlEncode(its.Key)}</text>");
        }

        Line($"<text x=\"{Left + Span}\" y=\"{Bottom - 12}\" text-anchor=\"end\" fill=\"#555555\">filled: predicted; hollow: used for calibration</text>");
        return svg.Append("</svg>\n").ToString();
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
