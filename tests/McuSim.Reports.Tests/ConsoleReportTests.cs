using McuSim.Measurement;
using McuSim.Reports;

using Spectre.Console;
using Spectre.Console.Testing;

namespace McuSim.Tests.Reports;

/// <summary>The pages as committed text, the same in every culture.</summary>
public class ConsoleReportTests
{
    public static TheoryData<string, int, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, int, string>();
            foreach (string culture in Cultures.Names)
            {
                foreach (int width in (int[])[80, 120])
                {
                    foreach (string name in Outcomes.Names) pages.Add(name, width, culture);
                }
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page(string name, int width, string culture) =>
        Snapshot.Verify(Cultures.In(culture, () => Write(Outcomes.Of(name), width)), $"{name}.{width}.verified.txt");

    [Fact]
    public void Page_of_a_terminal_without_unicode() => Snapshot.Verify(Write([Samples.Evaluation()], 80, unicode: false), "evaluation.ascii.verified.txt");

    [Fact]
    public void A_terminal_without_unicode_gets_ascii_only() =>
        Assert.All(Write([Samples.Evaluation(), Samples.Misfit()], 80, unicode: false), c => Assert.True(c == '\n' || c is >= ' ' and <= '~'));

    [Theory]
    [MemberData(nameof(Outcomes.Data), MemberType = typeof(Outcomes))]
    public void Lines_keep_the_width_and_hold_nothing_that_a_terminal_obeys(string name)
    {
        foreach (int width in (int[])[60, 80, 100, 120, 200])
        {
            string page = Write(Outcomes.Of(name), width);
            Assert.All(page.Split('\n'), line => Assert.True(Cell(line) <= Math.Min(width, 120), line));
            Assert.All(page.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
            Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
        }
    }

    [Fact]
    public void Colours_are_used_only_where_the_terminal_has_them()
    {
        Assert.DoesNotContain('\u001b', Write([Samples.Run()], 80));
        using var console = new TestConsole().Colors(ColorSystem.Standard).Width(80).EmitAnsiSequences();
        console.Profile.Capabilities.Ansi = true;
        ConsoleReport.Write(console, [Samples.Run()]);
        Assert.Contains("\u001b[36m", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_names_never_break_a_page()
    {
        var random = new Random(20);
        string signs = "[]/\\\"'\n\r\t\u001b\u0000\u202e\ud800{}%é漢字#,.xyz ";
        for (int i = 0; i < 100; i++)
        {
            string name = new([.. Enumerable.Range(0, random.Next(80)).Select(_ => signs[random.Next(signs.Length)])]);
            Report report = Samples.Evaluation(Samples.Model(name));
            report = report with
            {
                Layers = [.. report.Layers.Select(l => l with { Name = name, Kernel = name })],
                Time = report.Time with { Causes = [.. report.Time.Causes.Select(c => c with { Cause = name })] },
            };
            string page = Write([report, Samples.Misfit() with { Region = name, Layer = name }], 80);
            Assert.All(page.Split('\n'), line => Assert.True(Cell(line) <= 80, line));
            Assert.DoesNotContain(page, c => char.IsControl(c) && c != '\n');
        }
    }

    [Fact]
    public void Figures_at_their_limits_never_break_a_page()
    {
        Report run = Samples.Evaluation();
        var sram = new SramUse(long.MaxValue / 4, 0, 0, 0, 0, 0, [], "", 0, [], []);
        Report report = run with
        {
            Time = run.Time with { Cycles = 0, Instructions = 0, Causes = [] },
            Memory = new MemoryUse(sram, new FlashUse(0, 0, 0, 0, 0, [])),
            Layers = [],
            Output = new OutputInfo("", []),
            Accuracy = new AccuracyResult(0, 0, null, [], [], "00000000", Complete: false),
        };
        Assert.Contains("cancelled", Write([report], 80), StringComparison.Ordinal);
        Assert.NotEmpty(Write([report with { Accuracy = null }, Samples.Misfit() with { NeededBytes = long.MaxValue, CapacityBytes = 0 }], 80));
        Assert.Empty(Write([], 80));
    }

    private static int Cell(string line) => line.GetCellWidth();

    private static string Write(IReadOnlyList<BoardOutcome> outcomes, int width, bool unicode = true)
    {
        using var console = new TestConsole().Colors(ColorSystem.NoColors).Width(width);
        console.Profile.Capabilities.Unicode = unicode;
        ConsoleReport.Write(console, outcomes);
        return console.Output;
    }
}
