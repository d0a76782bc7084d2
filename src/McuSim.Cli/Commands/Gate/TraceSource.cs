using System.Security.Cryptography;
using System.Text;

using McuSim.Common;
using McuSim.Gate;
using McuSim.Machine;
using McuSim.Reports;

namespace McuSim.Cli.Commands;

/// <summary>What can be compared, and how it is told apart.</summary>
internal static class TraceSource
{
    private const int LargestImage = 256 << 20;

    /// <summary>The traces behind a name on the command line.</summary>
    /// <param name="name">A report of mcusim (JSON), an ELF file, a trace, a folder of traces, a commit, or COMMIT:PATH.</param>
    /// <param name="traces">The folder of the traces in a commit.</param>
    /// <param name="cancellation">Stops git.</param>
    /// <exception cref="McuSimException">It is none of these.</exception>
    public static IReadOnlyList<Trace> Read(string name, string traces, CancellationToken cancellation)
    {
        if (File.Exists(name)) return FromFile(name);
        if (Directory.Exists(name)) return FromFolder(name);
        var repository = new GitRepository("");
        string[] parts = name.Split(':', 2);
        if (repository.Commit(parts[0], cancellation) is not { } commit)
            throw McuSimException.BadInput($"'{name}' is no file, no folder and no commit: give a JSON report, an ELF file, a trace, a folder of traces, or a commit.");
        return repository.Traces(commit, parts.Length > 1 ? parts[1] : traces, cancellation);
    }

    private static IReadOnlyList<Trace> FromFile(string path)
    {
        byte[] bytes = Bytes(path);
        if (bytes.AsSpan().StartsWith("\u007fELF"u8)) return [TraceOf.Image(ImageReader.Parse(path, bytes, null), Convert.ToHexStringLower(SHA256.HashData(bytes)))];
        if (bytes.AsSpan().StartsWith(Encoding.ASCII.GetBytes("mcusim-trace"))) return [TraceReader.ReadFile(path)];
        if (bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]) return FromReport(JsonReport.ReadAny(path));
        throw McuSimException.BadInput($"{path} is neither a JSON report of mcusim, nor an ELF file, nor a trace.");
    }

    private static IReadOnlyList<Trace> FromReport(ReportContent content) =>
        [.. content.Outcomes.Select(o => TraceOf.Outcome(o)), .. content.Firmware.Select(f => TraceOf.Firmware(f))];

    private static IReadOnlyList<Trace> FromFolder(string folder)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "*.txt").Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw McuSimException.BadInput($"The folder {folder} has no traces (.txt): write some with 'mcusim record'.");
        return [.. files.Select(TraceReader.ReadFile)];
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestImage ? File.ReadAllBytes(path) : throw McuSimException.BadInput($"{path} is larger than {LargestImage >> 20} MB: give a report, an ELF file or a trace.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw McuSimException.BadInput($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }
}
