using System.CommandLine;

using McuSim.Common;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary>The options that say where else results are written, shared by all commands that have results.</summary>
internal sealed class OutputOptions
{
    /// <summary>The path that stands for the standard output.</summary>
    private const string StandardOutput = "-";

    private readonly Option<string?> json = new("--json") { Description = "Also write the report to this file as JSON ('mcusim schema' describes it).", HelpName = "FILE" };

    private readonly Option<string?> html = new("--html") { Description = "Also write the report to this file as a page with charts that works offline.", HelpName = "FILE" };

    private readonly Option<string[]> write = new("--write")
    {
        Description = $"Also write the report in a format: {string.Join(", ", ReportFormats.All.Select(f => f.Name))} (docs/reports.md). '-' is the standard output. May be repeated.",
        HelpName = "FORMAT=FILE",
    };

    private readonly Option<string?> baseline = new("--baseline") { Description = "A report (--json) to compare with in html, markdown and csv.", HelpName = "FILE" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(json);
        command.Add(html);
        command.Add(write);
        command.Add(baseline);
    }

    /// <summary>Whether something is to be written that shows what was recorded.</summary>
    public bool Records(ParseResult parsed) => Files(parsed).Any(f => f.Format.ShowsRecordings);

    /// <summary>Checks what was asked for, so that a mistake in it is told before the work is done.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="records">Whether the command can record what runs do.</param>
    /// <exception cref="McuSimException">A format is not known or cannot be written here, a file is missing or no report (bad input).</exception>
    public void Check(ParseResult parsed, bool records = false)
    {
        if (Files(parsed).FirstOrDefault(f => f.Format.NeedsRecordings && !records) is { Format: { } format })
            throw McuSimException.BadInput($"--write {format.Name} shows what a run does call by call: use it with 'mcusim run' or 'mcusim firmware'.");
        _ = Baseline(parsed);
    }

    /// <summary>Whether anything is to be written.</summary>
    public bool Any(ParseResult parsed) => Files(parsed).Any();

    /// <summary>Writes results to every file that was asked for.</summary>
    /// <exception cref="McuSimException">A file cannot be written (bad input).</exception>
    public void Write(CommandContext context, ParseResult parsed, ReportContent content)
    {
        content = content with { Baseline = Baseline(parsed) ?? content.Baseline };
        foreach ((IReportFormat format, string path) in Files(parsed))
        {
            if (path != StandardOutput)
            {
                ReportFile.Write(path, format, content);
                continue;
            }

            using var text = new MemoryStream();
            format.Write(content, text);
            context.Output.Write(System.Text.Encoding.UTF8.GetString(text.ToArray()));
        }
    }

    private ReportContent? Baseline(ParseResult parsed) => parsed.GetValue(baseline) is { } path ? JsonReport.ReadAny(path) : null;

    private IEnumerable<(IReportFormat Format, string Path)> Files(ParseResult parsed)
    {
        if (parsed.GetValue(json) is { } jsonPath) yield return (new JsonReport(), jsonPath);
        if (parsed.GetValue(html) is { } htmlPath) yield return (new HtmlReport(), htmlPath);
        foreach (string text in parsed.GetValue(write) ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == text.Length - 1) throw McuSimException.BadInput($"--write {text} names no format and file: give both, such as --write markdown=summary.md.");
            yield return (ReportFormats.Named(text[..equals]), text[(equals + 1)..]);
        }
    }
}
