using System.Text;

using McuSim.Boards;
using McuSim.Machine;
using McuSim.Measurement;

namespace McuSim.Tests.Measurement;

/// <summary>Programs that nobody prepared for McuSim: compiled here, run as they are.</summary>
public sealed class FirmwareMeasurementTests : IDisposable
{
    private static readonly RunLimits Limits = new(Instructions: 5_000_000);

    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_library_program_prints_allocates_and_takes_its_arguments()
    {
        FirmwareReport report = Run(TestProgram.WithLibrary("hello", folder), arguments: ["0", "two words"]);

        Assert.Equal("Hello, world: 3 arguments\n[0]\n[two words]\n3.25 1\n", report.Output.Text);
        Assert.True(report.Output.Complete);
        Assert.Equal((FirmwareEndingKind.Exit, 0), (report.Ending.Kind, report.Ending.ExitCode));
        Assert.InRange(report.Memory!.Heap!.Bytes, 20_000, 64_000);
        Assert.InRange(report.Memory.Stack.Bytes, 200, 4000);
        Assert.Contains("main", report.Memory.Stack.Backtrace);
        Assert.Equal(report.Memory.Image.Bytes, report.Memory.Image.ExecutedBytes + report.Memory.Image.ReadBytes + report.Memory.Image.UnusedBytes);
    }

    [Fact]
    public void The_exit_code_is_the_programs()
    {
        FirmwareReport report = Run(TestProgram.WithLibrary("hello", folder), arguments: ["42"]);

        Assert.Equal((FirmwareEndingKind.Exit, 42), (report.Ending.Kind, report.Ending.ExitCode));
        Assert.Contains("exit code 42", report.Ending.Sentence);
    }

    [Fact]
    public void Files_are_open_inside_the_folder_only()
    {
        string files = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        string other = Directory.CreateDirectory(Path.Combine(folder, "other")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(files, "link"), other);
        File.CreateSymbolicLink(Path.Combine(files, "linked.txt"), Path.Combine(other, "outside.txt"));

        FirmwareReport report = Run(TestProgram.WithLibrary("files", folder), files);

        Assert.Equal(0, report.Ending.ExitCode);
        Assert.Equal(
            "read line\n../outside.txt: refused\n/tmp/mcusim-outside.txt: refused\nlink/outside.txt: refused\nlinked.txt: refused\nfolder/../../outside.txt: refused\n",
            report.Output.Text);
        Assert.Equal("first line\n", File.ReadAllText(Path.Combine(files, "renamed.txt")));
        Assert.False(File.Exists(Path.Combine(files, "left.txt")));
        Assert.Empty(Directory.GetFileSystemEntries(other));
    }

    [Fact]
    public void Without_a_folder_no_file_opens()
    {
        FirmwareReport report = Run(TestProgram.WithLibrary("files", folder));

        Assert.Equal(1, report.Ending.ExitCode);
    }

    [Fact]
    public void Calls_and_cycles_of_a_call_tree_are_exact()
    {
        FirmwareReport report = Run(TestProgram.Bare("calls", folder));
        FirmwareProfile profile = report.Profile!;
        Dictionary<string, FunctionProfile> functions = profile.Functions.ToDictionary(f => f.Name);

        Assert.Equal(0, report.Ending.ExitCode);
        Assert.Equal(
            [("factorial", 6), ("leaf", 11), ("main", 1), ("middle", 5), ("reset", 1)],
            profile.Functions.Select(f => (f.Name, f.Calls)).Order());
        Assert.Equal(profile.Cycles, profile.Functions.Sum(f => f.ExclusiveCycles));
        Assert.Equal(profile.Cycles, profile.Causes.Sum(c => c.Cycles));
        Assert.Equal(profile.Cycles, functions["reset"].InclusiveCycles);
        Assert.Equal(profile.Cycles - functions["reset"].ExclusiveCycles, functions["main"].InclusiveCycles);
        Assert.Equal(functions["leaf"].ExclusiveCycles, functions["leaf"].InclusiveCycles);
        Assert.Equal(functions["factorial"].ExclusiveCycles, functions["factorial"].InclusiveCycles);
        Assert.InRange(functions["middle"].InclusiveCycles, functions["middle"].ExclusiveCycles + 1, functions["middle"].ExclusiveCycles + functions["leaf"].InclusiveCycles - 1);
        Assert.Equal(["factorial", "factorial", "factorial", "factorial", "factorial", "factorial", "main", "reset"], report.Memory!.Stack.Backtrace);
        Assert.Contains("calls.c:", functions["leaf"].Source);
        Assert.Contains(profile.Blocks[0].Disassembly, line => line.Contains("str", StringComparison.Ordinal));
    }

    /// <summary>The timing keeps its own account by block: two ways, one result.</summary>
    [Theory]
    [InlineData("calls", false)]
    [InlineData("hello", true)]
    public void Own_cycles_of_functions_are_those_of_their_blocks(string program, bool library)
    {
        string elf = library ? TestProgram.WithLibrary(program, folder) : TestProgram.Bare(program, folder);
        using var run = new FirmwareRun(new(ImageReader.Read(elf, null), BoardCatalog.Load("stm32f746"), Limits));
        Assert.Equal(StopReason.Exited, run.Run(TestContext.Current.CancellationToken));
        run.Boards[0].Calls.Finish();

        var expected = run.Boards[0].Board.Model.Blocks.Where(b => b.Executions > 0)
            .GroupBy(b => run.Machine.Symbols.Find(b.Address)!.Value.Symbol.Address)
            .Select(g => (g.Key, g.Sum(b => b.Cycles.Total), g.Sum(b => b.Instructions))).Order();

        Assert.Equal(expected, run.Boards[0].Calls.Functions.Select(f => (f.Address, f.Exclusive, f.Instructions)).Order());
    }

    [Fact]
    public void The_stack_is_measured_and_other_memory_below_it_is_not()
    {
        FirmwareReport report = Run(TestProgram.Alone("stack", folder));

        Assert.Equal(0, report.Ending.ExitCode);
        Assert.Equal(1116, report.Memory!.Stack.Bytes);
        Assert.Equal(["deep", "outer", "reset"], report.Memory.Stack.Backtrace);
        Assert.Equal([("below", 2), ("deep", 1), ("leaf", 2), ("outer", 1), ("reset", 1)], report.Profile!.Functions.Select(f => (f.Name, f.Calls)).Order());
    }

    [Fact]
    public void An_endless_loop_ends_at_the_limit_with_the_place()
    {
        FirmwareReport report = Run(TestProgram.Bare("endless", folder));

        Assert.Equal(FirmwareEndingKind.InstructionLimit, report.Ending.Kind);
        Assert.Contains("wait_for_ever", report.Ending.Sentence);
        Assert.StartsWith("wait_for_ever", report.Ending.Place.Function);
        Assert.Equal(["main", "reset"], report.Ending.Backtrace.Select(p => p.Function!.Split('+')[0]));
        Assert.InRange(report.Instructions, Limits.Instructions!.Value - 100, Limits.Instructions.Value);
    }

    [Fact]
    public void A_fault_ends_with_a_report()
    {
        FirmwareReport report = Run(TestProgram.Bare("fault", folder));

        Assert.Equal(FirmwareEndingKind.Fault, report.Ending.Kind);
        Assert.Contains("0x90000000", report.Ending.Sentence);
        Assert.Equal(["main", "reset"], report.Ending.Backtrace.Select(p => p.Function!.Split('+')[0]));
        Assert.True(report.Profile!.Cycles > 0);
    }

    [Fact]
    public void A_stripped_image_has_addresses()
    {
        string elf = TestProgram.Bare("calls", folder);
        FirmwareReport whole = Run(elf);
        string stripped = Path.Combine(folder, "stripped.elf");
        TestProgram.Run("arm-none-eabi-strip", "-s", "-o", stripped, elf);

        FirmwareReport report = Run(stripped);

        Assert.Equal(0, report.Image.Functions);
        Assert.Equal(whole.Profile!.Cycles, report.Profile!.Cycles);
        Assert.Equal(
            whole.Profile.Functions.Select(f => (f.Address, f.Calls, f.ExclusiveCycles, f.InclusiveCycles)),
            report.Profile.Functions.Select(f => (f.Address, f.Calls, f.ExclusiveCycles, f.InclusiveCycles)));
        Assert.All(report.Profile.Functions, f => Assert.StartsWith("0x0800", f.Name));
    }

    [Fact]
    public void Raw_bytes_and_Intel_HEX_run_like_the_ELF_file()
    {
        string elf = TestProgram.Bare("calls", folder), bin = Path.Combine(folder, "calls.bin"), hex = Path.Combine(folder, "calls.hex");
        TestProgram.Run("arm-none-eabi-objcopy", "-O", "binary", elf, bin);
        TestProgram.Run("arm-none-eabi-objcopy", "-O", "ihex", elf, hex);

        FirmwareReport fromElf = Run(elf), fromBin = Run(bin), fromHex = Run(hex);

        Assert.Equal(("elf", "bin", "hex"), (fromElf.Image.Format, fromBin.Image.Format, fromHex.Image.Format));
        Assert.Equal(fromElf.Profile!.Cycles, fromBin.Profile!.Cycles);
        Assert.Equal(fromElf.Profile.Cycles, fromHex.Profile!.Cycles);
    }

    [Fact]
    public void Without_timing_only_instructions_are_counted()
    {
        string elf = TestProgram.WithLibrary("hello", folder);
        FirmwareReport timed = Run(elf), untimed = Run(elf, timing: false);

        Assert.Null(untimed.Profile);
        Assert.Null(untimed.Memory);
        Assert.Equal(timed.Output, untimed.Output);
        Assert.Equal(timed.Instructions, untimed.Instructions);
    }

    [Fact]
    public void What_is_printed_is_passed_on()
    {
        using var output = new MemoryStream();
        string elf = TestProgram.WithLibrary("hello", folder);
        FirmwareMeasurement.Run(new(ImageReader.Read(elf, null), BoardCatalog.Load("stm32f746"), Limits) { Output = output }, TestContext.Current.CancellationToken);

        Assert.Equal("Hello, world: 1 arguments\n3.25 1\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    private static FirmwareReport Run(string path, string? files = null, string[]? arguments = null, bool timing = true) => FirmwareMeasurement.Run(
        new(ImageReader.Read(path, path.EndsWith(".bin", StringComparison.Ordinal) ? 0x0800_0000 : null), BoardCatalog.Load("stm32f746"), Limits)
        {
            Files = files,
            Arguments = arguments ?? [],
            Timing = timing,
        },
        TestContext.Current.CancellationToken);
}
