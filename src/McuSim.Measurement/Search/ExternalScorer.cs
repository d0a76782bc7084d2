using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

using McuSim.Common;

namespace McuSim.Measurement.Search;

/// <summary>
/// A program of the user's, such as an accuracy predictor: it is started once, reads one line of JSON per network (<c>resolution, width, classes, stem, blocks,
/// macs, parameters, sramBytes, flashBytes, milliseconds</c>) and answers each with a line that holds a number, the higher the better.
/// </summary>
public sealed class ExternalScorer : IScorer, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly string command;
    private readonly Process process;

    /// <summary>Starts the program.</summary>
    /// <param name="command">A command line for the shell.</param>
    /// <exception cref="McuSimException">It cannot be started.</exception>
    public ExternalScorer(string command)
    {
        this.command = command;
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "cmd" : "/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[OperatingSystem.IsWindows() ? "/c" : "-c", command]) start.ArgumentList.Add(argument);
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw McuSimException.BadInput($"The scorer '{command}' cannot be started: {e.Message}.");
        }
    }

    /// <inheritdoc/>
    public string Name => "score";

    /// <inheritdoc/>
    /// <exception cref="McuSimException">The program ended, or answered with something that is no number.</exception>
    public double Score(Candidate candidate)
    {
        string? answer;
        try
        {
            process.StandardInput.WriteLine(Describe(candidate));
            process.StandardInput.Flush();
            Task<string?> line = process.StandardOutput.ReadLineAsync();
            if (!line.Wait(Patience)) throw McuSimException.BadInput($"The scorer '{command}' did not answer within ten minutes; it must write one line per line that it reads, and flush it.");
            answer = line.Result;
        }
        catch (IOException)
        {
            answer = null;
        }

        if (answer is null) throw McuSimException.BadInput($"The scorer '{command}' ended before it answered; it must read lines until there are no more, and write a number for each.");
        if (double.TryParse(answer, NumberStyles.Float, CultureInfo.InvariantCulture, out double score) && double.IsFinite(score)) return score;
        throw McuSimException.BadInput($"The scorer '{command}' answered '{(answer.Length > 60 ? answer[..60] : answer)}', which is no number.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private static string Describe(Candidate c) => JsonSerializer.Serialize(new
    {
        resolution = c.Space.Resolution,
        width = c.Space.Width,
        classes = c.Space.Classes,
        stem = c.Network.Stem,
        blocks = c.Blocks,
        macs = c.Macs,
        parameters = c.Parameters,
        sramBytes = c.SramBytes,
        flashBytes = c.FlashBytes,
        milliseconds = c.EstimatedMilliseconds,
    });
}
