using System.Collections.Immutable;

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

using McuSim.Measurement;
using McuSim.Reports;

using Microsoft.Playwright;

namespace McuSim.Tests.Reports;

/// <summary>The page in a real browser: it draws, answers to pointer and keys, complains about nothing and asks for nothing.</summary>
public class BrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    public static TheoryData<string> Names => ["boards", "baseline", "firmware", "checks", "hostile", "nothing"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_draws_without_a_complaint(string name)
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of(name));
        Assert.Empty(opened.Problems);
        Assert.Equal(name == "nothing" ? 0 : 1, await opened.Find("#board").CountAsync());
        if (name != "nothing") Assert.True(await opened.Find("section .chart rect").CountAsync() > 1);
    }

    [Fact]
    public async Task Hovering_a_layer_names_it_and_choosing_it_shows_who_owns_the_bytes()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("baseline"));
        ILocator layers = opened.Find("#layers .item");
        Assert.Equal(Samples.Run().Layers.Length, await layers.CountAsync());
        await layers.Nth(3).HoverAsync();
        Assert.True(await opened.Find("#tip").IsVisibleAsync());
        Assert.Contains("layer_03_depthwise_conv_2d", await opened.Text("#tip"), StringComparison.Ordinal);
        Assert.Contains("219,039", await opened.Text("#tip"), StringComparison.Ordinal);

        Assert.Contains("at the peak: layer 1", await opened.Text("#memory .detail-panel h3"), StringComparison.Ordinal);
        await layers.Nth(3).ClickAsync();
        Assert.Contains("then: layer 3", await opened.Text("#memory .detail-panel h3"), StringComparison.Ordinal);
        Assert.Contains("layer_02_conv_2d/out", await opened.Text("#memory .detail-panel table"), StringComparison.Ordinal);
        Assert.Contains("Layer 3: layer_03_depthwise_conv_2d", await opened.Text("#layers .detail-panel"), StringComparison.Ordinal);
        Assert.Empty(opened.Problems);
    }

    [Fact]
    public async Task Memory_names_the_buffer_under_the_pointer()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("baseline"));
        await opened.Find("#memory svg.chart").ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await opened.Find("#memory .hold").Nth(4).BoundingBoxAsync())!;
        await opened.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        Assert.Contains("alive", await opened.Text("#tip"), StringComparison.Ordinal);
        Assert.Contains("/out", await opened.Text("#tip b"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_filter_and_sort()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("baseline"));
        ILocator rows = opened.Find("#layers tbody tr");
        await opened.Find("#layers input[type=search]").FillAsync("DEPTHWISE");
        Assert.Equal(4, await rows.CountAsync());
        await opened.Find("#layers input[type=search]").FillAsync("");
        await opened.Find("#layers thead button", "Cycles").ClickAsync();
        Assert.Contains("layer_08_conv_2d", await rows.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal("descending", await opened.Find("#layers thead th[aria-sort]").GetAttributeAsync("aria-sort"));
    }

    [Fact]
    public async Task Causes_can_be_switched_off()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("baseline"));
        int before = await opened.Find("#layers svg rect").CountAsync();
        await opened.Find("#layers .keys button", "flash").ClickAsync();
        Assert.Equal("false", await opened.Find("#layers .keys button", "flash").GetAttributeAsync("aria-pressed"));
        Assert.Equal(before - Samples.Run().Layers.Length, await opened.Find("#layers svg rect").CountAsync());
    }

    [Fact]
    public async Task Charts_are_read_by_arrow_keys()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("baseline"));
        ILocator chart = opened.Find("#layers svg.chart");
        await chart.FocusAsync();
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        await opened.Page.Keyboard.PressAsync("ArrowRight");
        string active = (await chart.GetAttributeAsync("aria-activedescendant"))!;
        Assert.StartsWith("1: layer_01_depthwise_conv_2d, 217,013 cycles", await opened.Find($"#{active}").GetAttributeAsync("aria-label"), StringComparison.Ordinal);
        await opened.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("true", await opened.Find($"#{active}").GetAttributeAsync("aria-selected"));
        Assert.Contains("layer 1, layer_01", await opened.Text("#memory .detail-panel h3"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_result_is_chosen_and_what_does_not_fit_says_why()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("boards"));
        await opened.Find("#which").SelectOptionAsync("2");
        Assert.Contains("on tiny", await opened.Text("h1"), StringComparison.Ordinal);
        Assert.Contains("layer_04_depthwise_conv_2d", await opened.Text("#misfit"), StringComparison.Ordinal);
        await opened.Find("#comparison tbody button").First.ClickAsync();
        Assert.Contains("stm32f746", await opened.Text("h1"), StringComparison.Ordinal);
        Assert.Empty(opened.Problems);
    }

    [Fact]
    public async Task The_baseline_shows_what_moved()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("baseline"));
        string text = await opened.Text("#differences");
        Assert.Contains("+1,000", text, StringComparison.Ordinal);
        Assert.Contains("−64 bytes", text, StringComparison.Ordinal);
        Assert.Contains("conv_generic → conv_1x1_dsp", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checks_show_on_the_tiles_and_with_their_blame()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("checks"));
        Assert.Contains("over the limit of 15.000 ms", await opened.Text(".tiles"), StringComparison.Ordinal);
        Assert.Contains("within the limit of 19.5 KB", await opened.Text(".tiles"), StringComparison.Ordinal);
        Assert.Equal(2, await opened.Find(".meter .budget").CountAsync());
        Assert.Contains("kernel conv_1x1 became conv_generic", await opened.Text("#checks"), StringComparison.Ordinal);
        Assert.Contains("ci/mc usim.yml:7", await opened.Text("#checks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recorded_figures_show_what_moved()
    {
        Report run = Samples.Run();
        Report before = run with { Time = run.Time with { Cycles = run.Time.Cycles - 1_234 } };
        await using OpenedPage opened = await chromium.Open(ReportContent.Of([run]) with { Recorded = [ReportSubject.Of(before)] });
        Assert.Contains("+1,234 cycles", await opened.Text("#differences"), StringComparison.Ordinal);
        Assert.Contains("2 figures moved", await opened.Text("#differences"), StringComparison.Ordinal);
        Assert.Empty(opened.Problems);
    }

    [Fact]
    public async Task Other_set_ups_and_advice_are_told()
    {
        Report run = Samples.Run();
        await using OpenedPage opened = await chromium.Open(ReportContent.Of([run with
        {
            WhatIfs = [new("dcache=off", "it is slow", 2 * run.Time.Cycles, 2 * run.Time.Milliseconds, run.Time.Cycles, 100, [new("issue", run.Time.Cycles), new("bus", run.Time.Cycles)], [])],
            Advice = [new("dcache=on", "The data cache is off, which costs 3 %.", 1_000, 3)],
        }]));
        Assert.Contains("+100.00 %", await opened.Text("#what-if"), StringComparison.Ordinal);
        Assert.Contains("The data cache is off", await opened.Text("#what-if"), StringComparison.Ordinal);
        Assert.Empty(opened.Problems);
    }

    [Fact]
    public async Task The_confusion_matrix_holds_every_class()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("baseline"));
        Assert.Equal(12 * 12, await opened.Find(".matrix tbody td").CountAsync());
        await opened.Find(".matrix tbody td").Nth(1).HoverAsync();
        Assert.Contains("down taken for go", await opened.Text("#tip"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_classes_stay_small_and_show_what_is_taken_for_what()
    {
        ReportContent content = ReportContent.Of([Samples.EvaluationOf(1_000)]);
        Assert.InRange(Contents.Text(new HtmlReport(), content).Length, 1, 3 << 20);
        await using OpenedPage opened = await chromium.Open(content);
        Assert.Equal(0, await opened.Find(".matrix").CountAsync());
        Assert.Contains("class 49", await opened.Text("#accuracy .scroll tbody tr"), StringComparison.Ordinal);
        Assert.Empty(opened.Problems);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    public async Task It_fits_narrow_screens(int width)
    {
        foreach (string name in (string[])["boards", "baseline", "firmware", "hostile"])
        {
            await using OpenedPage opened = await chromium.Open(Contents.Of(name), new() { ViewportSize = new() { Width = width, Height = 740 }, DeviceScaleFactor = 2, HasTouch = true });
            Assert.Equal(0, await opened.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"));
            Assert.Empty(opened.Problems);
        }
    }

    [Fact]
    public async Task It_is_dark_when_asked_and_by_its_button()
    {
        const string background = "() => getComputedStyle(document.body).backgroundColor";
        await using OpenedPage light = await chromium.Open(Contents.Of("boards"), new() { ColorScheme = ColorScheme.Light });
        await using OpenedPage dark = await chromium.Open(Contents.Of("boards"), new() { ColorScheme = ColorScheme.Dark });
        string night = await dark.Page.EvaluateAsync<string>(background);
        Assert.NotEqual(await light.Page.EvaluateAsync<string>(background), night);
        await light.Find(".tools button").ClickAsync();
        await light.Find(".tools button").ClickAsync();
        Assert.Equal(night, await light.Page.EvaluateAsync<string>(background));
    }

    [Theory]
    [InlineData("baseline", ColorScheme.Light)]
    [InlineData("baseline", ColorScheme.Dark)]
    [InlineData("firmware", ColorScheme.Light)]
    [InlineData("boards", ColorScheme.Light)]
    public async Task Axe_finds_nothing_that_keeps_people_out(string name, ColorScheme scheme)
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of(name), new() { ColorScheme = scheme, BypassCSP = true });
        AxeResult result = await opened.Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } });
        Assert.Empty(result.Violations.Select(v => $"{v.Id}: {v.Help} ({v.Nodes.Length}) {v.Nodes[0].Html}"));
    }

    [Fact]
    public async Task Names_never_become_elements()
    {
        await using OpenedPage opened = await chromium.Open(Contents.Of("hostile"));
        Assert.Equal(0, await opened.Find("x").CountAsync());
        Assert.Contains("</script><x>&amp;", await opened.Text("h1"), StringComparison.Ordinal);
        Assert.Equal(3, await opened.Find("script").CountAsync());
    }

    [Fact]
    public async Task Two_hundred_layers_open_in_a_second_and_less_than_three_megabytes()
    {
        ReportContent content = ReportContent.Of([Large(200)]);
        Assert.InRange(Contents.Text(new HtmlReport(), content).Length, 1, 3 << 20);
        double best = double.MaxValue;
        for (int attempt = 0; attempt < 5 && best >= 1_000; attempt++) // the machine may be busy with something else
        {
            await using OpenedPage opened = await chromium.Open(content);
            Assert.Equal(200, await opened.Find("#layers .item").CountAsync());
            best = Math.Min(best, await opened.Page.EvaluateAsync<double>("() => performance.getEntriesByName('drawn')[0].startTime"));
        }

        Assert.InRange(best, 0, 1_000);
    }

    private static Report Large(int count)
    {
        Report run = Samples.Evaluation();
        ImmutableArray<LayerUse> layers = [.. Enumerable.Range(0, count).Select(i => run.Layers[i % run.Layers.Length] with { Name = $"layer_{i:000}" })];
        return run with
        {
            Layers = layers,
            Time = run.Time with { Cycles = layers.Sum(l => l.Cycles) },
            Memory = run.Memory with { Sram = run.Memory.Sram with { PeakLayer = "layer_001", Buffers = [.. layers.Select((l, i) => new BufferLife($"{l.Name}/out", i % 2 * 8_000, 4_000 + (i % 7 * 500), i, Math.Min(count - 1, i + 1), null))] } },
        };
    }
}
