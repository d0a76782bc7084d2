using System.Collections.Immutable;

using McuSim.Common;
using McuSim.Gate;
using McuSim.Machine;

namespace McuSim.Testing;

/// <summary>What to run of a firmware image, and how. Every method returns a changed copy.</summary>
public sealed record FirmwareTest
{
    private readonly string image;
    private string board = "stm32f746";
    private ImmutableArray<string> arguments = [];
    private string? files;
    private long instructions = 1_000_000_000;
    private bool endless;

    internal FirmwareTest(string image) => this.image = image;

    /// <summary>The board: its name, or a board file. stm32f746 unless said.</summary>
    public FirmwareTest On(string nameOrFile) => this with { board = nameOrFile };

    /// <summary>The program's arguments.</summary>
    public FirmwareTest WithArguments(params string[] values) => this with { arguments = [.. values] };

    /// <summary>The one folder whose files the program may open through semihosting.</summary>
    public FirmwareTest WithFiles(string folder) => this with { files = folder };

    /// <summary>The program must end itself with exit code 0 within so many instructions; 1,000,000,000 unless said.</summary>
    public FirmwareTest EndingWithin(long count) => this with { instructions = count, endless = false };

    /// <summary>The program never ends by itself and is stopped after so many instructions.</summary>
    public FirmwareTest StoppedAfter(long count) => this with { instructions = count, endless = true };

    /// <summary>Runs it, or takes the figures of an earlier run of exactly this.</summary>
    /// <exception cref="McuSimException">A file is missing or wrong, the program faults or does not end well, or the emulator is not installed.</exception>
    public Task<McuRun> RunAsync(CancellationToken cancellation = default) => McuRun.Of(
        Path.GetFileNameWithoutExtension(image),
        new FirmwareSubject(TestFile.Find(image), null, arguments, files is null ? null : TestFile.Find(files), new RunLimits(instructions), endless), board, cancellation);
}
