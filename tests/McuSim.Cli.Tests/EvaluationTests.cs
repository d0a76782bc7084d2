using System.Text.Json;

using McuSim.Cli;

namespace McuSim.Tests.Cli;

/// <summary><c>eval</c>, <c>merge</c> and <c>dataset</c> as they are typed.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Slices_are_merged_to_the_bytes_of_one_run()
    {
        Toolchain.Require();
        string[] what = ["eval", "--limit", "9", "--fidelity", "native", "--verify", "2"];
        Assert.Equal(0, (await Invoke([.. what, "--json", At("whole.json")])).ExitCode);
        for (int k = 1; k <= 3; k++) Assert.Equal(0, (await Invoke([.. what, "--shard", $"{k}/3", "--out", At($"{k}.jsonl")])).ExitCode);

        Ending merged = await Invoke("merge", At("2.jsonl"), At("3.jsonl"), At("1.jsonl"), "--json", At("merged.json"), "--compare", At("whole.json"));
        Ending missing = await Invoke("merge", At("3.jsonl"), At("1.jsonl"));
        Ending plain = await Invoke("merge", At("1.jsonl"), At("2.jsonl"), At("3.jsonl"), "--json", At("plain.json"));

        Assert.Equal((0, 2, 0), (merged.ExitCode, missing.ExitCode, plain.ExitCode));
        Assert.Equal(File.ReadAllBytes(At("whole.json")), File.ReadAllBytes(At("plain.json")));
        Assert.Contains("only this 0, only before 0", merged.Output.ReplaceLineEndings(" "));
        Assert.Contains("The inputs 3 to 5 of 9 are in none of the 2 files", missing.Error);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(At("whole.json")));
        Assert.Equal(9, report.RootElement.GetProperty("accuracy").GetProperty("predictions").GetArrayLength());
    }

    [Fact]
    public async Task Lists_are_made_and_recipes_shown()
    {
        Directory.CreateDirectory(At("val"));
        File.WriteAllText(At("val/n01000001_a.png"), "no image");
        File.WriteAllText(At("val/n02000002_b.png"), "no image");

        Ending list = await Invoke("dataset", "imagenet", At("val"), "--out", At("val.csv"));
        Ending recipes = await Invoke("dataset", "recipes");
        Ending recipe = await Invoke("dataset", "recipes", "imagenet-torch");

        Assert.Equal((0, 0, 0), (list.ExitCode, recipes.ExitCode, recipe.ExitCode));
        Assert.Contains("2  inputs in ", list.Output);
        Assert.Equal("#root: val\n#class: n01000001\n#class: n02000002\nfile,label\nn01000001_a.png,0\nn02000002_b.png,1\n", File.ReadAllText(At("val.csv")));
        Assert.Contains("mlperf-kws", recipes.Output);
        Assert.Contains("short_side: 256/224", recipe.Output);
    }

    [Theory]
    [InlineData("--shard 9/8 is no part", "eval", "--shard", "9/8")]
    [InlineData("--shard 0/8 is no part", "eval", "--shard", "0/8")]
    [InlineData("--resume needs --out", "eval", "--resume")]
    [InlineData("--verify must be at least 1", "eval", "--verify", "0")]
    [InlineData("--max-broken must be at least 0", "eval", "--max-broken", "-1")]
    [InlineData("cannot be read", "eval", "--compare", "no-such-report.json")]
    [InlineData("There is no input file", "eval", "--reference", "no-such.npy")]
    [InlineData("has no field \"imge\"", "eval", "--set", "imge.resize=none")]
    [InlineData("There is no recipe \"strech\"", "eval", "--recipe", "strech")]
    [InlineData("cannot be opened", "merge", "no-such.jsonl")]
    [InlineData("There is no folder", "dataset", "vww", "--coco", "no-such-folder", "--out", "x.csv")]
    [InlineData("is no share of an image", "dataset", "vww", "--coco", ".", "--threshold", "50", "--out", "x.csv")]
    [InlineData("There is no folder", "dataset", "speech", "no-such-folder", "--out", "x.csv")]
    [InlineData("must be a percentage", "dataset", "speech", ".", "--silence", "-1", "--out", "x.csv")]
    [InlineData("There is no recipe", "dataset", "recipes", "strech")]
    public async Task Mistakes_are_told_in_a_sentence(string expected, params string[] arguments)
    {
        Ending end = await Invoke(arguments);

        Assert.Equal((2, ""), (end.ExitCode, end.Output));
        Assert.StartsWith("mcusim: ", end.Error);
        Assert.Contains(expected, end.Error);
    }

    private string At(string name) => Path.Combine(folder, name);

    private static async Task<Ending> Invoke(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int exitCode = await CommandLine.InvokeAsync(arguments, output, error);
        return new(exitCode, output.ToString(), error.ToString());
    }

    private sealed record Ending(int ExitCode, string Output, string Error);
}
