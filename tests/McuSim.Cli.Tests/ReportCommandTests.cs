using McuSim.Cli;

namespace McuSim.Tests.Cli;

/// <summary><c>mcusim report</c> on saved reports, which needs neither toolchain nor emulator.</summary>
public sealed class ReportCommandTests : IDisposable
{
    private static readonly string Saved = Path.Combine(SharedFolder.RepositoryRoot, "tests", "McuSim.Reports.Tests", "Snapshots", "evaluation.verified.json");

    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Without_a_format_it_prints_the_page() =>
        Assert.Contains("keyword_spotter on stm32f746", (await Invoke("report", Saved)).Output, StringComparison.Ordinal);

    [Fact]
    public async Task Every_file_is_written_and_the_same_as_before()
    {
        await Invoke("report", Saved, "--json", At("a.json"), "--html", At("a.html"), "--write", $"junit={At("a.xml")}", "--write", $"CSV={At("a.csv")}", "--baseline", Saved);

        Assert.Equal(await File.ReadAllTextAsync(Saved), await File.ReadAllTextAsync(At("a.json")));
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(At("a.html")), StringComparison.Ordinal);
        Assert.Contains("<testsuites", await File.ReadAllTextAsync(At("a.xml")), StringComparison.Ordinal);
        Assert.Contains(",latency,", await File.ReadAllTextAsync(At("a.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dash_is_the_standard_output()
    {
        (int exitCode, string output, _) = await Invoke("report", Saved, "--write", "annotations=-");
        Assert.Equal(0, exitCode);
        Assert.StartsWith("::notice title=keyword_spotter on stm32f746", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--write", "junit")]
    [InlineData("--write", "junit=")]
    [InlineData("--write", "=a")]
    [InlineData("--write", "docx=a")]
    [InlineData("--write", "lcov=a.info")]
    [InlineData("--baseline", "no-such-file.json")]
    [InlineData("--html", "no-such-folder/a.html")]
    public async Task Mistakes_are_told_in_a_sentence(params string[] options)
    {
        (int exitCode, string output, string error) = await Invoke(["report", Saved, .. options]);
        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.StartsWith("mcusim: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Another_file_is_refused_in_a_short_sentence()
    {
        await File.WriteAllTextAsync(At("a.csv"), string.Join('\n', Enumerable.Repeat("name,board,metric", 1000)));
        (int exitCode, _, string error) = await Invoke("report", At("a.csv"));
        Assert.Equal(2, exitCode);
        Assert.InRange(error.Length, 20, 500);
    }

    private string At(string name) => Path.Combine(folder, name);

    private static async Task<(int ExitCode, string Output, string Error)> Invoke(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        return (await CommandLine.InvokeAsync(arguments, output, error), output.ToString(), error.ToString());
    }
}
