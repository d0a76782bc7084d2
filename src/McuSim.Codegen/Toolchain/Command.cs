using System.Diagnostics;

namespace McuSim.Codegen;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <summary>The exit code and everything it wrote.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Arguments.</param>
    /// <param name="folder">Working directory.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["SOURCE_DATE_EPOCH"] = "0";
        using Process process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
