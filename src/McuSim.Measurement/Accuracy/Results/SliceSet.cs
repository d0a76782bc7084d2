using System.Globalization;

using McuSim.Common;

namespace McuSim.Measurement;

/// <summary>The results files of slices that together are a whole evaluation.</summary>
internal sealed class SliceSet : IDisposable
{
    private readonly List<(string Path, ResultsFile File)> slices = [];

    /// <summary>Opens and checks files.</summary>
    /// <param name="paths">Their paths, in any order.</param>
    /// <exception cref="McuSimException">One cannot be read; they do not belong together; inputs are missing or there twice.</exception>
    public SliceSet(IReadOnlyList<string> paths)
    {
        try
        {
            foreach (string path in paths) slices.Add((path, ResultsFile.Open(path)));
            slices.Sort((a, b) => a.File.Header.First.CompareTo(b.File.Header.First));
            Check();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What all were evaluated with.</summary>
    public ResultsHeader Header => slices[0].File.Header;

    /// <summary>All results, in the dataset's order.</summary>
    public IEnumerable<InputResult> Read() => slices.SelectMany(s => s.File.Read());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, ResultsFile file) in slices) file.Dispose();
    }

    private void Check()
    {
        int next = 0;
        for (int i = 0; i < slices.Count; i++)
        {
            (string path, ResultsFile file) = slices[i];
            ResultsHeader header = file.Header;
            if (i > 0 && Header.DifferenceFrom(header) is { } difference)
                throw McuSimException.BadInput($"{slices[0].Path} and {path} do not belong together: they differ in the {difference}.");
            if (header.First < next)
                throw Bad($"{path} has inputs {header.First} to {header.First + header.Count - 1}, but those up to {next - 1} are already in {slices[i - 1].Path}; leave one of them out.");
            if (header.First > next) throw Missing(next, header.First - 1);
            if (file.Done < header.Count)
                throw Bad($"{path} has only {file.Done} of its {header.Count} inputs; finish it with --resume.");
            next = header.First + header.Count;
        }

        if (next < Header.Inputs) throw Missing(next, Header.Inputs - 1);
    }

    private McuSimException Missing(int first, int last) => Bad($"The inputs {first} to {last} of {Header.Inputs} are in none of the {slices.Count} files; evaluate and give the slice that has them.");

    private static McuSimException Bad(FormattableString text) => McuSimException.BadInput(text.ToString(CultureInfo.InvariantCulture));
}
