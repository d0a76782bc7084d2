using McuSim.Common;
using McuSim.Gate;

namespace McuSim.Tests.Gate;

/// <summary>The sample repository of docs/examples/gate, changed in many ways: each is caught, or passes, as it should, with the right reason.</summary>
public sealed class ExampleTests : IDisposable
{
    private static readonly string Example = Path.Combine(SharedFolder.RepositoryRoot, "docs", "examples", "gate");

    private readonly Repository repository = new();

    public ExampleTests()
    {
        Toolchain.Require();
        foreach (string file in Directory.EnumerateFiles(Example, "*", SearchOption.AllDirectories).Where(f => !f.Contains($"{Path.DirectorySeparatorChar}build{Path.DirectorySeparatorChar}", StringComparison.Ordinal)))
        {
            string target = repository.PathOf(Path.GetRelativePath(Example, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Build("-O2");
        repository.Record();
    }

    public void Dispose() => repository.Dispose();

    [Fact]
    public void The_example_s_network_is_what_its_description_says()
    {
        var network = new ExampleNetwork();
        var made = network.Labelled().Select(f => (Name: $"data/{f.Name}", f.Bytes)).Prepend(("model.tflite", network.Bytes)).ToArray();
        if (Environment.GetEnvironmentVariable("MCUSIM_ACCEPT_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.Combine(Example, "data"));
            foreach ((string name, byte[] bytes) in made) File.WriteAllBytes(Path.Combine(Example, name), bytes);
        }

        Assert.All(made, f => Assert.Equal(f.Item2, File.ReadAllBytes(Path.Combine(Example, f.Item1))));
        Assert.Equal(ExampleNetwork.Inputs, Directory.GetFiles(Path.Combine(Example, "data")).Length);
        Assert.InRange(new FileInfo(Path.Combine(Example, "model.tflite")).Length, 1, 100_000);
    }

    [Fact]
    public void Nothing_changed_passes_from_the_cache()
    {
        CheckResult result = repository.Check();

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.All(result.Cases, c => Assert.True(c.Cached));
        repository.Edit("mcusim.yml", "# What", "# Truly what");
        Assert.Equal(ExitCode.Done, repository.Check().ExitCode);
    }

    [Fact]
    public void A_wider_layer_is_caught()
    {
        Write(new ExampleNetwork(Channels: 12));

        Caught("classifier", "cycles", "layer_01_conv_2d: .* cycles → .* cycles .*; .*output 1x10x10x8 → 1x10x10x12, 57,600 → 129,600 MACs");
        Caught("classifier", "flash.total", "layer_01_conv_2d.*: .* B → .* B");
        Caught("classifier", "sram.peak", "tensor layer_0[0-9]_conv_2d/out: 800 B → 1,200 B \\(\\+400 B\\)");
    }

    [Fact]
    public void A_tensor_that_must_be_kept_is_caught()
    {
        Write(new ExampleNetwork(Skip: true));

        Caught("classifier", "sram.peak", "tensor layer_00_conv_2d/out \\(800 B\\) now lives until layer_03_add \\(before until layer_01_conv_2d\\)");
        Caught("classifier", "cycles", "layer_03_add: new");
    }

    [Fact]
    public void A_new_layer_is_caught()
    {
        Write(new ExampleNetwork(Extra: true));

        Caught("classifier", "cycles", "layer_03_conv_2d: new, [0-9,]+ cycles");
        Assert.Contains(Case("classifier").Comparison!.Beneath, b => b.StartsWith("layer_03_conv_2d is new (CONV_2D 1x10x10x8, kernel ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_larger_window_is_caught()
    {
        Write(new ExampleNetwork(Kernel: 5));

        Caught("classifier", "cycles", "layer_01_conv_2d: .*57,600 → 160,000 MACs");
    }

    [Fact]
    public void Other_quantisation_is_caught_by_accuracy()
    {
        Write(new ExampleNetwork(InputScale: 1f / 9, Seed: 6));

        Caught("classifier", "accuracy.top1", "classes\\.[0-9]\\.accuracy: 100 % → [0-9.]+ % ");
        Assert.Contains(Case("classifier").Comparison!.Beneath, b => b.StartsWith("the network's output changed: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Weights_that_nothing_reads_pass()
    {
        Write(new ExampleNetwork(Unread: true));
        CaseResult result = Case("classifier");

        Assert.True(result.Passed);
        Assert.StartsWith("the model file changed (sha256 ", result.Comparison!.Beneath[0]);
    }

    [Theory]
    [InlineData("-O0", "cycles", "(average|reset): [0-9,]+ cycles → [0-9,]+ cycles \\(\\+")]
    [InlineData("-O2 -DTAPS=16", "cycles", "average: [0-9,]+ cycles → [0-9,]+ cycles \\(\\+")]
    [InlineData("-O0", "stack", null)]
    [InlineData("-O3 -funroll-all-loops", "flash.total", "(average|reset)[^:]* \\(code\\): ")]
    public void Other_flags_of_the_toolchain_are_caught(string flags, string metric, string? blame)
    {
        Build(flags);
        if (blame is not null) Caught("filter", metric, blame);
        else Assert.Contains(Case("filter").Limits, l => !l.Kept && l.Metric == metric);
        Assert.Contains(Case("filter").Comparison!.Beneath, b => b.StartsWith("the firmware image changed (sha256 ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_that_is_stored_is_caught()
    {
        File.AppendAllText(repository.PathOf("firmware/filter.c"), "\n__attribute__((used)) static const uint8_t table[1000] = { 1 };\n");
        repository.Edit("firmware/link.ld", "*(.rodata*)", "KEEP(*(.rodata*))");
        Build("-O2");

        Caught("filter", "flash.total", "table \\(constants\\): new, 1,000 B");
        Assert.Equal(["flash.total"], Case("filter").Limits.Where(l => !l.Kept).Select(l => l.Metric));
    }

    [Fact]
    public void A_slower_clock_is_caught()
    {
        repository.Edit("boards/our-board.yaml", "frequency: 180 MHz", "frequency: 160 MHz");

        Caught("classifier", "latency", "^the core or its clock changed: Cortex-M7 at 180,000,000 Hz → Cortex-M7 at 160,000,000 Hz$");
        Assert.Equal(["latency"], Case("classifier").Limits.Where(l => !l.Kept).Select(l => l.Metric));
        Assert.Contains(Case("classifier").Comparison!.Beneath, b => b.StartsWith("the board file changed (sha256 ", StringComparison.Ordinal));
        Assert.True(Case("classifier", "nucleo-l4r5zi").Passed);
    }

    [Fact]
    public void Wrong_labels_are_caught_and_right_ones_pass()
    {
        string[] files = [.. Directory.GetFiles(repository.PathOf("data")).Order(StringComparer.Ordinal)];
        string name = Path.GetFileNameWithoutExtension(files[0]);
        int label = name[^1] - '0';
        File.Copy(files[0], Path.Combine(repository.PathOf("data"), $"more_{label}.bin"));
        CaseResult more = Case("classifier");
        Assert.All(more.Limits.Where(l => l.Metric == "accuracy.top1"), l => Assert.True(l.Kept));
        Assert.Contains("the number of inputs changed: 24 → 25", more.Comparison!.Beneath);

        File.Move(Path.Combine(repository.PathOf("data"), $"more_{label}.bin"), Path.Combine(repository.PathOf("data"), $"more_{(label + 1) % 4}.bin"));
        Caught("classifier", "accuracy.top1", "classes\\.[0-9]\\.accuracy: ");
    }

    private void Write(ExampleNetwork network) => File.WriteAllBytes(repository.PathOf("model.tflite"), network.Bytes);

    private void Build(string flags)
    {
        Directory.CreateDirectory(repository.PathOf("build"));
        TestProgram.Run("arm-none-eabi-gcc",
        [
            "-mcpu=cortex-m7", "-mthumb", "-std=c11", "-Wall", "-Wextra", "-ffreestanding", "-nostdlib", .. flags.Split(' '), "-Wl,--no-warn-rwx-segments",
            "-T", repository.PathOf("firmware/link.ld"), repository.PathOf("firmware/filter.c"), "-o", repository.PathOf("build/filter.elf"),
        ]);
    }

    private CaseResult Case(string name, string board = "our-board") => repository.Check().Cases.Single(c => c.Case.Name == name && c.Case.BoardName == board);

    private void Caught(string name, string metric, string blame, string board = "our-board")
    {
        CaseResult result = Case(name, board);
        Assert.Null(result.Problem);
        LimitResult[] broken = [.. result.Limits.Where(l => !l.Kept && l.Metric == metric)];
        Assert.True(broken.Length > 0, $"{metric} was not caught");
        Assert.Contains(broken.SelectMany(b => b.Blame), line => System.Text.RegularExpressions.Regex.IsMatch(line, blame));
    }
}
