using McuSim.Cli;
using McuSim.Measurement;
using McuSim.Models;
using McuSim.Reports;

namespace McuSim.Tests.Cli;

public sealed class ZooCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Zoo_lists_every_network_with_macs_and_parameters()
    {
        (int exitCode, string output) = await Invoke("zoo");
        Assert.Equal(0, exitCode);
        foreach (McuSim.Models.Zoo.ZooEntry entry in ModelZoo.Entries) Assert.Contains(entry.Name, output, StringComparison.Ordinal);
        Assert.Contains("300,774,272", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_writes_what_the_reader_reads_back()
    {
        string path = Path.Combine(folder, "net.tflite");
        (int exitCode, string output) = await Invoke("export", "zoo:shufflenet-v2?width=0.5&resolution=32", path);
        Assert.Equal(0, exitCode);
        Assert.Contains("operators", output, StringComparison.Ordinal);
        Model built = ModelZoo.Build("zoo:shufflenet-v2?width=0.5&resolution=32");
        Assert.Equal(built.Sha256, ModelReader.Read(path).Sha256);
        Assert.Equal(["net.tflite"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Fit_tells_who_fits_and_by_how_much_others_miss()
    {
        Toolchain.Require();
        string json = Path.Combine(folder, "fit.json");
        (int exitCode, string output) = await Invoke("fit", "zoo:mlperf-vww?resolution=48", "--boards", "stm32f746,nrf52840dk,nucleo-g0b1re", "--json", json);
        Assert.Equal(0, exitCode);
        IReadOnlyList<BoardOutcome> outcomes = JsonReport.Read(json);
        Assert.Equal(["stm32f746", "nrf52840dk", "nucleo-g0b1re"], outcomes.Select(o => o.Board.Name));
        Assert.Contains($"fits {outcomes.Count(o => o.Fits)} of 3 boards", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_ends_with_4_where_no_board_has_room()
    {
        Toolchain.Require();
        (int exitCode, string output) = await Invoke("fit", "zoo:mobilenet-v1?width=0.25", "--boards", "nucleo-g0b1re");
        Assert.Equal(4, exitCode);
        Assert.Contains("bytes too small", output, StringComparison.Ordinal);
        Assert.Contains("fits 0 of 1 boards", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> Invoke(params string[] arguments)
    {
        using var output = new StringWriter();
        int exitCode = await CommandLine.InvokeAsync(arguments, output, TextWriter.Null);
        return (exitCode, output.ToString());
    }
}
