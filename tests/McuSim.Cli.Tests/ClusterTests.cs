using System.Diagnostics;

using McuSim.Cli;

namespace McuSim.Tests.Cli;

/// <summary>The job file for Slurm on a Slurm of the test's own; skipped where it is not installed (Debian: slurm-wlm, munge).</summary>
public sealed class ClusterTests : IDisposable
{
    private static readonly string[] Programs = ["bash", "slurmctld", "slurmd", "sbatch", "munged"];
    private readonly string folder = Directory.CreateTempSubdirectory("mcusim-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_array_of_jobs_of_which_one_is_killed_gives_the_bytes_of_one_run()
    {
        Toolchain.Require();
        foreach (string program in Programs)
            Assert.SkipUnless(IsInstalled(program), $"needs {program}: apt-get install slurm-wlm munge");
        string root = SharedFolder.RepositoryRoot, wrapper = Path.Combine(folder, "mcusim");
        string[] arguments = ["--data", Path.Combine(root, "src", "McuSim.Datasets", "Keywords"), "--fidelity", "exact"];
        File.WriteAllText(wrapper, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "mcusim.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var start = new ProcessStartInfo("bash", [Path.Combine(root, "tests", "McuSim.Cli.Tests", "Cluster", "slurm.sh"), folder, Path.Combine(root, "tools", "cluster", "slurm-array.sh"), wrapper, .. arguments])
        {
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);

        string whole = Path.Combine(folder, "whole.json"), merged = Path.Combine(folder, "merged.json");
        Assert.Equal(0, await CommandLine.InvokeAsync(["eval", .. arguments, "--json", whole], TextWriter.Null, TextWriter.Null));
        string[] parts = [.. Directory.EnumerateFiles(Path.Combine(folder, "results"), "part-*.jsonl")];
        Assert.Equal(3, parts.Length);
        Assert.Equal(0, await CommandLine.InvokeAsync(["merge", .. parts, "--json", merged], TextWriter.Null, TextWriter.Null));
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(merged));
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(["/usr/sbin"]).Any(f => File.Exists(Path.Combine(f, program)));
}
