using McuSim.Common;
using McuSim.Measurement;

namespace McuSim.Reports;

/// <summary>Writes reports to files so that a file that looks whole is whole.</summary>
public static class ReportFile
{
    /// <summary>Writes outcomes to a file: first to a temporary file beside it, which then takes its name.</summary>
    /// <param name="path">The file; one that exists is replaced. A device such as <c>/dev/stdout</c> is written directly.</param>
    /// <param name="format">How to write.</param>
    /// <param name="outcomes">What to write.</param>
    /// <exception cref="McuSimException">The place cannot be written (bad input).</exception>
    public static void Write(string path, IReportFormat format, IReadOnlyList<BoardOutcome> outcomes) =>
        Write(path, format, ReportContent.Of(outcomes));

    /// <summary>Writes any results in the same way.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">How to write.</param>
    /// <param name="content">What to write.</param>
    /// <exception cref="McuSimException">The place cannot be written, or the format cannot hold the results (bad input).</exception>
    public static void Write(string path, IReportFormat format, ReportContent content) =>
        Write(path, stream => format.Write(content, stream));

    /// <summary>Writes anything in the same way.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="what">What is written, for messages.</param>
    /// <exception cref="McuSimException">The place cannot be written (bad input).</exception>
    public static void Write(string path, Action<Stream> write, string what = "report file")
    {
        string? temporary = null;
        try
        {
            string target = Path.GetFullPath(path);
            if (IsDevice(target))
            {
                using var device = new FileStream(target, FileMode.Open, FileAccess.Write);
                write(device);
                return;
            }

            if (Directory.Exists(target)) throw new IOException("it is a folder");
            if (new FileInfo(target).LinkTarget is not null) target = File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName;
            string beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.tmp"); // always the same, so that a killed run leaves nothing that the next does not clear away
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                temporary = beside;
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
            temporary = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
            throw McuSimException.BadInput(
                $"The {what} '{path}' cannot be written ({reason}); name a file in a folder that exists and can be written.", e);
        }
        finally
        {
            if (temporary is not null) Discard(temporary);
        }
    }

    // Renaming over a device would replace it by a file. /dev/fd holds the pipes of a shell's process substitution.
    private static bool IsDevice(string path) =>
        OperatingSystem.IsWindows() ? path.StartsWith(@"\\.\", StringComparison.Ordinal) : path.StartsWith("/dev/", StringComparison.Ordinal);

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The error that stopped the writing is the one to tell.
        }
    }
}
