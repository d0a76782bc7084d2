using System.CommandLine;
using System.Diagnostics;

using McuSim.Common;
using McuSim.Gate;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary><c>mcusim bisect</c>: the commit that broke a limit.</summary>
internal static class BisectCommand
{
    public static Command Create(CommandContext context)
    {
        var good = new Argument<string>("GOOD") { Description = "A commit that kept the limits. Its figures are the baseline." };
        var bad = new Argument<string>("BAD") { Description = "A later commit that breaks them.", DefaultValueFactory = _ => "HEAD", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<string>("--file", "-f") { Description = "The budget file.", DefaultValueFactory = _ => Budget.DefaultFile, HelpName = "FILE" };
        var run = new Option<string?>("--run") { Description = "A shell command that builds what the budget names, run in every commit's folder first.", HelpName = "COMMAND" };
        var budget = new BudgetOptions();
        var command = new Command("bisect", "Finds the commit that broke a limit of the budget file, by measuring commits in folders of their own.") { good, bad, file, run };
        budget.AddTo(command, withFile: false);
        command.SetAction((parsed, cancellation) =>
        {
            string path = Path.GetFullPath(parsed.GetRequiredValue(file));
            var repository = new GitRepository(Path.GetDirectoryName(path)!);
            string inTree = Path.GetRelativePath(repository.Top(cancellation), path);
            string? build = parsed.GetValue(run);
            var bisection = new Bisection(repository, inTree, b => budget.Chosen(b, parsed), budget.Check(parsed, null), build is null ? null : (folder, token) => Shell(build, folder, token));
            BisectResult result = bisection.Run(parsed.GetRequiredValue(good), parsed.GetRequiredValue(bad), context.Output.WriteLine, cancellation);
            context.Output.WriteLine($"\nfirst bad commit: {result.Description} ({result.Commit})");
            foreach (string commit in result.Unclear) context.Output.WriteLine($"or one that could not be measured: {commit}");
            context.Output.WriteLine(result.Broken);
            TraceDifferencePage.Write(context.Console, result.Change);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Shell(string command, string folder, CancellationToken cancellation)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/c", command]) : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration kill = cancellation.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0) throw McuSimException.BadInput($"'{command}' failed in {folder}: {errors.Result.ReplaceLineEndings(" ").Trim()}");
    }
}
