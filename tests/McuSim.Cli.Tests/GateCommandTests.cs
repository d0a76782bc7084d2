using McuSim.Cli;
using McuSim.Gate;
using McuSim.Measurement;

namespace McuSim.Tests.Cli;

public sealed class GateCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Traces_are_compared()
    {
        string before = Write("a.txt", Trace(100)), after = Write("b.txt", Trace(90_100));
        (int end, string output, string error) = await Invoke("compare", before, after);

        Assert.Equal((0, ""), (end, error));
        Assert.Contains("cycles: 100 cycles → 90,100 cycles (+90,000 cycles, +90000.0 %)", output);
        Assert.Contains("main: 100 cycles → 90,100 cycles", output);
        Assert.Contains("same", (await Invoke("compare", before, before)).Output);
    }

    [Fact]
    public async Task Names_of_files_cannot_draw_on_the_terminal()
    {
        Trace hostile = Trace(1) with { Name = "[red]\u001b[31m\n<b>", Facts = [new(FactNames.Compiler, "[/]\u001b]0;x")] };
        string before = Write("a.txt", hostile), after = Write("b.txt", hostile with { Headlines = Trace(2).Headlines, Facts = [new(FactNames.Compiler, "[bold]")] });
        (int end, string output, _) = await Invoke("compare", before, after);

        Assert.Equal(0, end);
        Assert.DoesNotContain("\u001b]0;x", output); // the page's own colours are other codes
        Assert.DoesNotContain("\u001b[31m", output);
        Assert.Contains("[red]\\u001b[31m\\n<b>", output);
    }

    [Fact]
    public async Task Damaged_reports_traces_and_images_end_with_2_and_a_sentence()
    {
        var random = new Random(11);
        string good = Write("good.txt", Trace(1)), bad = Path.Combine(folder, "bad");
        string[] seeds = ["{\"schemaVersion\": 1, \"fits\": true, \"tool\": {\"name\": \"a\"}}", "[{}]", "\u007fELF\u0001\u0001\u0001 and more of it than a header would have, all wrong", TraceText.Write(Trace(1)), ""];
        for (int i = 0; i < 200; i++)
        {
            char[] text = seeds[i % seeds.Length].ToCharArray();
            for (int n = 0; n < 3 && text.Length > 0; n++) text[random.Next(text.Length)] = (char)random.Next(1, 128);
            File.WriteAllText(bad, new string(text));
            (int end, _, string error) = await Invoke("compare", good, bad);

            Assert.True(end is 0 or 2, $"ended with {end}: {error}");
            if (end != 2) continue;
            Assert.StartsWith("mcusim: ", error);
            Assert.Single(error.TrimEnd().Split('\n'));
        }
    }

    [Fact]
    public async Task Shells_are_told_what_comes_next()
    {
        Assert.Contains("check", (await Invoke("[suggest:10]", "mcusim che")).Output);
        Assert.Contains("--ratchet", (await Invoke("[suggest:17]", "mcusim record --r")).Output);
        foreach (string shell in (string[])["bash", "zsh", "fish"]) Assert.Contains("[suggest:", (await Invoke("completion", shell)).Output);
    }

    private string Write(string name, Trace trace)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, TraceText.Write(trace));
        return path;
    }

    private static Trace Trace(long cycles) => new(
        "app", "stm32f746", [], new([new Metric("cycles", cycles, MetricUnit.Cycles)]), [], [], [new("main", "code", 20, cycles, 1)]);

    private static async Task<(int ExitCode, string Output, string Error)> Invoke(params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int end = await CommandLine.InvokeAsync(arguments, output, error);
        return (end, output.ToString(), error.ToString());
    }
}
