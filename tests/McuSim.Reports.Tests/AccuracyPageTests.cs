using System.Xml.Linq;

using McuSim.Measurement;
using McuSim.Reports;

namespace McuSim.Tests.Reports;

/// <summary>The page on accuracy is that of the recorded comparisons.</summary>
public class AccuracyPageTests
{
    private static readonly string Docs = Path.Combine(SharedFolder.RepositoryRoot, "docs");

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")]
    public void The_pages_in_docs_are_up_to_date(string culture)
    {
        (string page, string plot) = Cultures.In(culture, () => (AccuracyPage.Text(), AccuracyPage.Plot()));

        Assert.True(
            File.ReadAllText(Path.Combine(Docs, "accuracy.md")).ReplaceLineEndings("\n") == page
            && File.ReadAllText(Path.Combine(Docs, AccuracyPage.PlotName)).ReplaceLineEndings("\n") == plot,
            "benchmarks/hardware has changed: write the page again with './mcusim boards accuracy docs' and read what changed.");
    }

    [Fact]
    public void The_plot_has_a_mark_for_every_point_in_milliseconds()
    {
        XElement svg = XElement.Parse(AccuracyPage.Plot());

        Assert.Equal(HardwareResults.All.Count(r => r.Unit == "ms"), svg.Elements().Count(e => e.Name.LocalName == "circle" && e.HasElements));
        Assert.Equal(HardwareResults.All.Count(r => r.Unit == "ms" && r.Fit is not null), svg.Descendants().Count(e => (string?)e.Attribute("fill") == "none"));
    }
}
