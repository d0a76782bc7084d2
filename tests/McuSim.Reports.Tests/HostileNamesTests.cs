using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

using McuSim.Common;
using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>Names with spaces, quotes, markup and line breaks stay names in every format.</summary>
public class HostileNamesTests
{
    private static readonly ReportContent Hostile = Contents.Of("hostile");

    [Fact]
    public void Csv_reads_back_cell_by_cell()
    {
        List<List<string>> rows = Cells(Contents.Text(new CsvReport(), Hostile));
        Assert.All(rows, row => Assert.Equal(7, row.Count));
        Assert.Equal([Contents.Hostile, Contents.Hostile, "latency"], rows[1].Take(3));
        Assert.Contains(rows, row => row[2] == $"layers.{Contents.Hostile}.cycles");
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("@SUM(A1)")]
    [InlineData("-2")]
    public void Csv_holds_no_formulas(string name) =>
        Assert.Contains($"\n'{name},", Contents.Text(new CsvReport(), ReportContent.Of([Samples.Run(model: Samples.Model(name))])), StringComparison.Ordinal);

    [Fact]
    public void Markdown_holds_no_markup_mentions_or_links_but_its_own()
    {
        string text = Contents.Text(new MarkdownReport(), Hostile);
        foreach (string part in (string[])["<x>", "</script>", "@you", "http://", " #1", "`", "[i]", "*_", "&amp;"]) Assert.DoesNotContain(part, text, StringComparison.Ordinal);
        string[] table = [.. text.Split('\n').SkipWhile(l => !l.StartsWith("| |", StringComparison.Ordinal)).TakeWhile(l => l.Length > 0)];
        Assert.All(table, row => Assert.Equal(table[0].Count(c => c == '|'), row.Count(c => c == '|')));
        Assert.StartsWith(MarkdownReport.Marker + "\n", text, StringComparison.Ordinal);
        Assert.Equal(text.Split("<details>").Length, text.Split("</details>").Length);
    }

    [Fact]
    public void JUnit_is_well_formed_and_keeps_the_names()
    {
        XDocument document = XDocument.Parse(Contents.Text(new JUnitReport(), Hostile), LoadOptions.PreserveWhitespace);
        Assert.Contains("</script><x>&amp;]]>{{DATA}}", document.Descendants("testsuite").First().Attribute("name")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void JUnit_and_the_badge_take_what_xml_has_no_place_for()
    {
        ReportContent content = ReportContent.Of([Samples.Run(model: Samples.Model("a\u0000\u001b\ud800\uffffb"))]);
        XDocument.Parse(Contents.Text(new JUnitReport(), content));
        XDocument.Parse(Contents.Text(new BadgeReport(), content));
    }

    [Fact]
    public void Annotations_are_one_command_a_line()
    {
        string[] lines = Contents.Text(new AnnotationsReport(), Hostile).TrimEnd('\n').Split('\n');
        Assert.Equal(Hostile.Verdicts.Length, lines.Length);
        Assert.All(lines, line => Assert.Matches("^::(error|notice) title=[^:,\r]*::[^\r]*$", line));
    }

    [Theory]
    [InlineData("sarif")]
    [InlineData("benchmark")]
    [InlineData("bencher")]
    [InlineData("perfetto")]
    public void Json_formats_keep_the_names_and_hold_no_markup(string format)
    {
        string text = Contents.Text(ReportFormats.Named(format), Hostile);
        Assert.DoesNotContain("</script>", text, StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Contains(Strings(document.RootElement), s => s.Contains(Contents.Hostile, StringComparison.Ordinal));
    }

    [Fact]
    public void Stacks_are_one_line_each_with_frames_and_a_count()
    {
        string[] lines = Contents.Text(new StacksReport(), Hostile).TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.All(lines, line => Assert.Matches("^[^;\r]+(;[^;\r]+)* [0-9]+$", line));
        Assert.Equal(2, lines[1].Split(';').Length);
    }

    [Fact]
    public void Coverage_is_one_field_a_line()
    {
        string[] lines = Contents.Text(new LcovReport(), Hostile).TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Matches("^(TN:[A-Za-z0-9_]+|SF:.+|FN:[0-9]+,.+|FNDA:[0-9]+,.+|(FNF|FNH|LF|LH):[0-9]+|DA:[0-9]+,[0-9]+|end_of_record)$", line));
        Assert.Equal(12, lines.Length);
    }

    [Theory]
    [InlineData("stacks")]
    [InlineData("lcov")]
    public void What_was_not_recorded_is_not_written(string format) =>
        Assert.Equal(ExitCode.BadInput, Assert.Throws<McuSimException>(() => Contents.Text(ReportFormats.Named(format), Contents.Of("boards"))).ExitCode);

    [Fact]
    public void The_badge_is_well_formed()
    {
        foreach (string name in (string[])["boards", "baseline", "firmware", "hostile", "nothing"])
            using (var reader = XmlReader.Create(new StringReader(Contents.Text(new BadgeReport(), Contents.Of(name))))) while (reader.Read()) { }
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Strings(p.Value).Prepend(p.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };

    private static List<List<string>> Cells(string csv)
    {
        List<List<string>> rows = [];
        List<string> row = [];
        var cell = new System.Text.StringBuilder();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (quoted && c == '"' && i + 1 < csv.Length && csv[i + 1] == '"') cell.Append(csv[++i]);
            else if (c == '"') quoted = !quoted;
            else if (!quoted && c is ',' or '\n')
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c == ',') continue;
                rows.Add(row);
                row = [];
            }
            else cell.Append(c);
        }

        return rows;
    }
}
