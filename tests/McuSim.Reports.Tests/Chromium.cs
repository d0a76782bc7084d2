using McuSim.Reports;
using Microsoft.Playwright;

namespace McuSim.Tests.Reports;

/// <summary>One real browser for all tests of the page. Tests that use it skip where it is not installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string? Executable =
        new[] { Environment.GetEnvironmentVariable("MCUSIM_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (Executable is null) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Opens the page of a content.</summary>
    internal async Task<OpenedPage> Open(ReportContent content, BrowserNewContextOptions? options = null)
    {
        Assert.SkipWhen(browser is null, "There is no Chromium: install it (apt-get install chromium) or name it in MCUSIM_CHROMIUM.");
        string path = Path.Combine(folder, $"{Guid.NewGuid():N}.html");
        ReportFile.Write(path, new HtmlReport(), content);
        IBrowserContext context = await browser!.NewContextAsync(options ?? new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var opened = new OpenedPage(await context.NewPageAsync(), new Uri(path).AbsoluteUri);
        await opened.Page.GotoAsync(opened.Address);
        await opened.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        return opened;
    }
}

/// <summary>A page that was opened, and what it complained about.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly List<string> problems = [];

    public OpenedPage(IPage page, string address)
    {
        (Page, Address) = (page, address);
        page.Console += (_, message) => problems.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => problems.Add(error);
        page.Dialog += (_, dialog) => problems.Add($"dialog {dialog.Message}");
        page.Request += (_, request) =>
        {
            if (request.Url != address && !request.Url.StartsWith("data:", StringComparison.Ordinal)) problems.Add($"asks for {request.Url}");
        };
    }

    public IPage Page { get; }

    public string Address { get; }

    /// <summary>Messages on the console, errors, dialogs and requests to anywhere.</summary>
    public IReadOnlyList<string> Problems => problems;

    public ILocator Find(string selector, string? text = null) => Page.Locator(selector, new() { HasText = text });

    public Task<string> Text(string selector) => Page.Locator(selector).First.InnerTextAsync();

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
