using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>The page as a file.</summary>
public class HtmlReportTests
{
    public static TheoryData<string> Names => ["boards", "baseline", "firmware", "checks", "hostile", "nothing"];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_the_same_in_every_culture_small_and_needs_no_network(string name)
    {
        string[] pages = [.. Cultures.Names.Select(culture => Cultures.In(culture, () => Page(name)))];
        Assert.All(pages, page => Assert.Equal(pages[0], page));
        Assert.InRange(Encoding.UTF8.GetByteCount(pages[0]), 1, 3 << 20);
        Assert.DoesNotContain("{{", pages[0].Replace("{{DATA}}", "", StringComparison.Ordinal)[..4096], StringComparison.Ordinal);
        string head = pages[0][..pages[0].IndexOf("<script", StringComparison.Ordinal)];
        Assert.All(Regex.Matches(head, "(?:src|href)=\"([^\"]*)\""), link => Assert.Matches("^(data:,|#.*)$", link.Groups[1].Value));
        Assert.DoesNotMatch("""<script[^>]*\bsrc=""", pages[0]);
    }

    [Fact]
    public void The_policy_names_the_hash_of_every_script_and_style()
    {
        string page = Page("boards");
        string policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        MatchCollection inline = Regex.Matches(page, "<(script|style)>(.*?)</\\1>", RegexOptions.Singleline);
        Assert.Equal(3, inline.Count);
        foreach (Match element in inline) Assert.Contains($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(element.Groups[2].Value)))}'", policy, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_end_the_element_of_the_data()
    {
        string page = Page("hostile");
        Assert.Equal(Page("boards").Split("</script>").Length, page.Split("</script>").Length);
        string data = Regex.Match(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value;
        using JsonDocument document = JsonDocument.Parse(data);
        Assert.Equal(Contents.Hostile, document.RootElement.GetProperty("reports")[0].GetProperty("model").GetProperty("name").GetString());
        Assert.DoesNotContain('<', data);
    }

    [Fact]
    public void The_library_comes_with_its_licence()
    {
        string page = Page("nothing");
        Assert.Contains("https://d3js.org v7", page, StringComparison.Ordinal);
        Assert.Contains("Permission to use, copy, modify", page, StringComparison.Ordinal);
    }

    private static string Page(string name) => Contents.Text(new HtmlReport(), Contents.Of(name));
}
