using McuSim.Common;
using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>Every text format as committed text, the same in every culture.</summary>
public class FormatTests
{
    private static readonly Dictionary<string, string> Extensions = new()
    {
        ["csv"] = "csv",
        ["markdown"] = "md",
        ["junit"] = "xml",
        ["sarif"] = "sarif.json",
        ["annotations"] = "annotations.txt",
        ["benchmark"] = "benchmark.json",
        ["bencher"] = "bencher.json",
        ["badge"] = "svg",
        ["perfetto"] = "perfetto.json",
        ["stacks"] = "stacks.txt",
        ["lcov"] = "lcov.txt",
    };

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (string content in (string[])["boards", "baseline", "firmware", "checks", "hostile", "nothing"])
            {
                foreach (string format in Extensions.Keys.Where(f => !ReportFormats.Named(f).NeedsRecordings)) files.Add(content, format);
            }

            foreach (string format in Extensions.Keys.Where(f => ReportFormats.Named(f).ShowsRecordings)) files.Add("recorded", format);
            return files;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Text(string content, string format)
    {
        string[] texts = [.. Cultures.Names.Select(culture => Cultures.In(culture, () => Contents.Text(ReportFormats.Named(format), Contents.Of(content))))];
        Assert.All(texts, text => Assert.Equal(texts[0], text));
        if (content is "hostile" or "boards" && format is "csv" or "perfetto") return; // long; what matters is tested by name
        Snapshot.Verify(texts[0], $"{content}.verified.{Extensions[format]}");
    }

    [Fact]
    public void Every_format_but_the_pages_is_in_the_snapshots() =>
        Assert.Equal(Extensions.Keys.Concat(["json", "html"]).Order(StringComparer.Ordinal), ReportFormats.All.Select(f => f.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void An_unknown_format_is_bad_input_and_names_those_there_are()
    {
        McuSimException e = Assert.Throws<McuSimException>(() => ReportFormats.Named("docx"));
        Assert.Equal(ExitCode.BadInput, e.ExitCode);
        Assert.Contains("junit", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Formats_are_found_whatever_the_case() => Assert.Equal("sarif", ReportFormats.Named("SARIF").Name);
}
