using System.Text.Json;

using McuSim.Cli;
using McuSim.Models;

namespace McuSim.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("run", "--no-such-option")]
    [InlineData("run", "a.tflite", "b.tflite")]
    [InlineData("fly")]
    [InlineData("eval", "zoo:mlperf-ad")]
    [InlineData("build")]
    [InlineData("run", "--optimize", "elegance")]
    [InlineData("run", "--board", "stm32f747")]
    [InlineData("run", "--board", ",")]
    [InlineData("run", "--board", "no-such-file.yaml")]
    [InlineData("run", "no-such-file.tflite")]
    [InlineData("run", "zoo:mobilnet-v2")]
    [InlineData("fit", "--boards", ",")]
    [InlineData("fit", "--boards", "stm32f746", "--workers", "0")]
    [InlineData("export", "zoo:mobilenet-v3", "out.tflite")]
    [InlineData("export", "zoo:mlperf-ad", "no-such-folder/out.tflite")]
    [InlineData("build", "zoo:mobilenet-v2?depth=2", "--out", "nowhere")]
    [InlineData("run", "--input", "no-such-file.bin")]
    [InlineData("run", "--max-instructions", "0")]
    [InlineData("run", "--max-time", "soon")]
    [InlineData("eval", "--data", "no-such-folder")]
    [InlineData("eval", "--data", ".", "--workers", "0")]
    [InlineData("check", "no-such-file.yml")]
    [InlineData("record", "no-such-file.yml")]
    [InlineData("watch", "no-such-file.yml", "--runs", "1")]
    [InlineData("check", "--workers", "0")]
    [InlineData("compare", "no-such-commit", "HEAD")]
    [InlineData("compare", "--", "--help", "HEAD")]
    [InlineData("bisect", "no-such-commit")]
    [InlineData("init", "--board", "pdp-11")]
    [InlineData("completion", "tcsh")]
    [InlineData("boards", "show", "pdp-11")]
    [InlineData("search", "--board", "pdp-11")]
    [InlineData("search", "--max-sram", "64")]
    [InlineData("search", "--max-latency", "soon")]
    [InlineData("search", "--population", "3")]
    [InlineData("search", "--seed", "-1")]
    [InlineData("search", "--out", "no-such-folder/best")]
    [InlineData("oracle", "--board", "pdp-11")]
    [InlineData("firmware", "no-such-file.elf", "--board", "stm32f746")]
    [InlineData("firmware", "no-such-file.elf")]
    [InlineData("firmware", "no-such-file.bin", "--board", "stm32f746", "--at", "here")]
    [InlineData("firmware", "no-such-file.elf", "--board", "stm32f746", "--files", "no-such-folder")]
    public async Task Bad_usage_and_bad_input_exit_with_2_and_a_sentence(params string[] arguments)
    {
        Ending end = await Invoke(arguments);

        Assert.Equal(2, end.ExitCode);
        Assert.Empty(end.Output);
        Assert.StartsWith("mcusim: ", end.Error);
        Assert.DoesNotContain("   at ", end.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run", "--help")]
    [InlineData("eval", "-h")]
    [InlineData("build", "-?")]
    [InlineData("boards", "--help")]
    [InlineData("doctor", "--help")]
    [InlineData("ablate", "--help")]
    public async Task Help_names_the_exit_codes(params string[] arguments)
    {
        Ending end = await Invoke(arguments);

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("130  cancelled", end.Output);
        Assert.Empty(end.Error);
    }

    [Fact]
    public async Task Without_arguments_the_built_in_network_is_evaluated_on_its_clips()
    {
        Toolchain.Require();

        Ending end = await Invoke();

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("59 of 60 inputs right", end.Output);
        Assert.Contains("mcusim --help", end.Error);
    }

    [Fact]
    public async Task A_cut_model_file_is_refused()
    {
        string path = Path.Combine(folder, "cut.tflite");
        byte[] whole = ModelWriter.Write(BuiltInModels.KeywordSpotting.Graph);
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);

        Ending end = await Invoke("run", path);

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("cut.tflite", end.Error);
    }

    [Fact]
    public async Task Run_writes_a_report_that_is_the_same_every_time()
    {
        Toolchain.Require();
        string first = Path.Combine(folder, "first.json"), second = Path.Combine(folder, "second.json");

        Assert.Equal(0, (await Invoke("run", "--json", first)).ExitCode);
        Assert.Equal(0, (await Invoke("run", "--json", second)).ExitCode);

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(first));
        Assert.True(report.RootElement.GetProperty("time").GetProperty("cycles").GetInt64() > 1_000_000);
    }

    [Fact]
    public async Task Run_on_two_boards_compares_them()
    {
        Toolchain.Require();
        string json = Path.Combine(folder, "both.json");

        Ending end = await Invoke("run", "--board", "stm32f746,nucleo-l4r5zi", "--json", json);

        Assert.Equal(0, end.ExitCode);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(json));
        Assert.Equal(["stm32f746", "nucleo-l4r5zi"], report.RootElement.EnumerateArray().Select(r => r.GetProperty("board").GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task A_network_that_does_not_fit_exits_with_4()
    {
        Toolchain.Require();
        var builder = new GraphBuilder(seed: 1);
        Tensor image = builder.Input(Shape.Of(1, 512, 512, 3));
        string path = Path.Combine(folder, "large.tflite");
        File.WriteAllBytes(path, ModelWriter.Write(builder.Build(builder.Conv2D(image, 8, (3, 3), (1, 1)))));

        Ending end = await Invoke("run", path, "--board", "stm32f746");

        Assert.Equal(4, end.ExitCode);
        Assert.Contains("bytes too small", end.Output);
    }

    [Fact]
    public async Task Build_writes_sources_image_map_and_plan()
    {
        Toolchain.Require();
        string output = Path.Combine(folder, "firmware");

        Ending end = await Invoke("build", "--out", output, "--board", "nucleo-l4r5zi");

        Assert.Equal(0, end.ExitCode);
        foreach (string file in (string[])["model.c", "model.h", "firmware.elf", "firmware.map", "plan.txt", "plan.json"])
            Assert.True(File.Exists(Path.Combine(output, file)), $"{file} is missing");
    }

    [Fact]
    public async Task Boards_lists_every_board_and_shows_one()
    {
        Ending list = await Invoke("boards");
        Ending show = await Invoke("boards", "show", "stm32f746");

        Assert.Contains("stm32h743", list.Output);
        Assert.Contains("dtcm", show.Output);
        Assert.Contains("RM0385", show.Output);
    }

    [Fact]
    public async Task Schema_is_json()
    {
        foreach (string[] arguments in (string[][])[["schema"], ["schema", "firmware"]])
        {
            Ending end = await Invoke(arguments);

            using JsonDocument schema = JsonDocument.Parse(end.Output);
            Assert.Equal(JsonValueKind.Object, schema.RootElement.ValueKind);
        }
    }

    [Fact]
    public async Task Firmware_prints_what_the_program_prints_and_then_the_report()
    {
        string json = Path.Combine(folder, "report.json");

        Ending quiet = await Invoke("firmware", TestProgram.WithLibrary("hello", folder), "--board", "stm32f746", "--quiet", "--", "0", "x y");
        Ending whole = await Invoke("firmware", Path.Combine(folder, "hello.elf"), "--board", "stm32f746", "--json", json, "--", "0", "x y");

        Assert.Equal((0, "Hello, world: 3 arguments\n[0]\n[x y]\n3.25 1\n", ""), (quiet.ExitCode, quiet.Output, quiet.Error));
        Assert.Equal(0, whole.ExitCode);
        Assert.StartsWith(quiet.Output, whole.Output);
        Assert.Contains("_vfprintf_r", whole.Output);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(json));
        Assert.Equal(quiet.Output, report.RootElement.GetProperty("output").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Firmware_ends_with_a_code_for_each_end()
    {
        Ending failed = await Invoke("firmware", TestProgram.WithLibrary("hello", folder), "--board", "stm32f746", "--", "7");
        Ending fault = await Invoke("firmware", TestProgram.Bare("fault", folder), "--board", "stm32f746");
        Ending endless = await Invoke("firmware", TestProgram.Bare("endless", folder), "--board", "stm32f746", "--max-instructions", "100000");
        Ending slow = await Invoke("firmware", Path.Combine(folder, "endless.elf"), "--board", "stm32f746", "--no-timing", "--max-time", "0.2");

        Assert.Equal((5, 5, 6, 6), (failed.ExitCode, fault.ExitCode, endless.ExitCode, slow.ExitCode));
        Assert.Contains("exit code 7", failed.Error);
        Assert.Contains("poke", fault.Output);
        Assert.Contains("wait_for_ever", endless.Output);
        Assert.Contains("--max-time", slow.Error);
    }

    private static async Task<Ending> Invoke(params string[] arguments)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        int exitCode = await CommandLine.InvokeAsync(arguments, output, error);
        return new(exitCode, output.ToString(), error.ToString());
    }

    private sealed record Ending(int ExitCode, string Output, string Error);
}
