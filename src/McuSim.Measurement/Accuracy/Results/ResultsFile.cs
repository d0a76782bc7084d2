using System.Globalization;
using System.Text.Json;

using McuSim.Common;

namespace McuSim.Measurement;

/// <summary>
/// The results of an evaluation as they come: one line of JSON about the whole, then one per input, in the dataset's order. It is only ever added to,
/// so whatever ends the program, what was done stays; an unfinished last line is dropped when the file is opened again. docs/scaling.md has the format.
/// </summary>
internal sealed class ResultsFile : IDisposable
{
    private readonly Stream stream;
    private readonly string path;
    private long end;

    private ResultsFile(Stream stream, string path, ResultsHeader header)
    {
        this.stream = stream;
        this.path = path;
        Header = header;
    }

    /// <summary>What was evaluated how.</summary>
    public ResultsHeader Header { get; }

    /// <summary>How many inputs have a result.</summary>
    public int Done { get; private set; }

    /// <summary>Keeps results in memory.</summary>
    public static ResultsFile InMemory(ResultsHeader header)
    {
        var file = new ResultsFile(new MemoryStream(), "the results", header);
        file.AppendLine(Line(header));
        return file;
    }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">What will be evaluated how.</param>
    /// <exception cref="McuSimException">It exists, or cannot be written.</exception>
    public static ResultsFile Create(string path, ResultsHeader header) => Guarded(path, () =>
    {
        if (File.Exists(path) && new FileInfo(path).Length > 0)
            throw McuSimException.BadInput($"The results file {path} exists already; go on with it with --resume, name another, or delete it.");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new ResultsFile(new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0), path, header);
        try
        {
            file.AppendLine(Line(header));
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    });

    /// <summary>Opens a file to go on with it; one that does not exist, or was cut before its first line was whole, begins anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">What is to be evaluated how.</param>
    /// <exception cref="McuSimException">It belongs to another evaluation, is damaged, or cannot be written.</exception>
    public static ResultsFile Resume(string path, ResultsHeader header)
    {
        if (!File.Exists(path)) return Create(path, header);
        return Guarded(path, () =>
        {
            var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            try
            {
                var lines = new LineReader(stream);
                bool whole = lines.TryRead(out ReadOnlySpan<byte> first);
                var file = new ResultsFile(stream, path, header);
                if (!whole)
                {
                    stream.SetLength(0);
                    file.AppendLine(Line(header));
                    return file;
                }

                ResultsHeader found = ReadHeader(path, first);
                if (found.DifferenceFrom(header) is { } difference)
                    throw McuSimException.BadInput($"The results file {path} belongs to another evaluation: they differ in the {difference}; name another file with --out.");
                if ((found.First, found.Count) != (header.First, header.Count))
                    throw McuSimException.BadInput($"The results file {path} belongs to another slice of the dataset; name another file with --out.");
                file.end = lines.End;
                foreach (InputResult _ in file.Read()) file.Done++;
                stream.SetLength(file.end);
                return file;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        });
    }

    /// <summary>Opens a file to read it.</summary>
    /// <exception cref="McuSimException">It cannot be read, or is none.</exception>
    public static ResultsFile Open(string path) => Guarded(path, () =>
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            var lines = new LineReader(stream);
            if (!lines.TryRead(out ReadOnlySpan<byte> first)) throw NoResults(path);
            var file = new ResultsFile(stream, path, ReadHeader(path, first)) { end = lines.End };
            foreach (InputResult _ in file.Read()) file.Done++;
            return file;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    });

    /// <summary>Adds the next result.</summary>
    /// <exception cref="McuSimException">The file cannot be written; what was there before stays.</exception>
    public void Append(InputResult result)
    {
        AppendLine(Line(result));
        Done++;
    }

    /// <summary>The results from the first on.</summary>
    /// <exception cref="McuSimException">The file is damaged.</exception>
    public IEnumerable<InputResult> Read()
    {
        stream.Position = 0;
        var lines = new LineReader(stream);
        lines.TryRead(out _);
        long sound = lines.End;
        int next = Header.First;
        while (Next(lines, next) is { } result)
        {
            next++;
            sound = lines.End;
            yield return result;
        }

        end = sound;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private InputResult? Next(LineReader lines, int position)
    {
        if (!lines.TryRead(out ReadOnlySpan<byte> line)) return null;
        int number = position - Header.First + 2;
        McuSimException Damaged() => McuSimException.BadInput(string.Create(
            CultureInfo.InvariantCulture, $"The results file {path}, line {number}, is damaged; delete this line and those after it, and go on with --resume."));
        try
        {
            InputResult? result = JsonSerializer.Deserialize(line, ResultsJson.Instance.InputResult);
            bool sound = result is { File: not null } && result.Position == position && position < Header.First + Header.Count && (result.Outputs is null) != (result.Broken is null);
            return sound ? result : throw Damaged();
        }
        catch (JsonException)
        {
            // A machine that lost power may leave a last line of other bytes.
            return lines.TryRead(out _) ? throw Damaged() : null;
        }
    }

    private static ResultsHeader ReadHeader(string path, ReadOnlySpan<byte> line)
    {
        try
        {
            ResultsHeader header = JsonSerializer.Deserialize(line, ResultsJson.Instance.ResultsHeader) ?? throw NoResults(path);
            if (header.Format != ResultsHeader.CurrentFormat)
                throw McuSimException.BadInput($"The results file {path} is of another version of mcusim; evaluate again.");
            return header.Recipe.IsDefault ? header with { Recipe = [] } : header;
        }
        catch (JsonException)
        {
            throw NoResults(path);
        }
    }

    private static byte[] Line(ResultsHeader header) => JsonSerializer.SerializeToUtf8Bytes(header, ResultsJson.Instance.ResultsHeader);

    private static byte[] Line(InputResult result) => JsonSerializer.SerializeToUtf8Bytes(result, ResultsJson.Instance.InputResult);

    private void AppendLine(byte[] line)
    {
        Array.Resize(ref line, line.Length + 1);
        line[^1] = (byte)'\n';
        try
        {
            stream.Position = end;
            stream.Write(line);
            end += line.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            CutBack();
            throw McuSimException.BadInput(string.Create(
                CultureInfo.InvariantCulture,
                $"The results cannot be written to {path} ({Reason(e)}); the {Done} inputs done so far are kept: make room and go on with --resume."), e);
        }
    }

    private void CutBack()
    {
        try
        {
            stream.SetLength(end);
        }
        catch (IOException)
        {
            // An unfinished line is dropped when the file is opened again.
        }
    }

    private static T Guarded<T>(string path, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"The results file {path} cannot be opened ({Reason(e)}); name one in a folder that can be written, which no other mcusim uses.", e);
        }
    }

    private static McuSimException NoResults(string path) => McuSimException.BadInput($"{path} is no results file; name one that 'mcusim eval --out' wrote.");

    private static string Reason(Exception e) => e.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
