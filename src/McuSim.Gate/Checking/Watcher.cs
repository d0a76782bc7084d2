using System.Globalization;

using McuSim.Common;

namespace McuSim.Gate;

/// <summary>Tells when a file that a budget depends on changes.</summary>
public sealed class Watcher
{
    private const int MostFiles = 20_000;

    private readonly string file;

    /// <summary>Watches a budget file and what it names.</summary>
    public Watcher(string file) => this.file = file;

    /// <summary>Waits until something is not as it was.</summary>
    /// <param name="stamp">What <see cref="Stamp"/> gave.</param>
    /// <param name="interval">How often to look.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<string> ChangeAsync(string stamp, TimeSpan interval, CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(interval, cancellation).ConfigureAwait(false);
            string now = Stamp();
            if (now == stamp) continue;
            string settled; // a compiler that is still writing changes it again
            while ((settled = await StampAfter(interval, cancellation).ConfigureAwait(false)) != now) now = settled;
            return now;
        }
    }

    /// <summary>The sizes and times of change of everything that counts.</summary>
    public string Stamp()
    {
        var stamps = new List<string> { StampOf(file) };
        try
        {
            foreach (string path in BudgetReader.ReadFile(file).Cases.SelectMany(Files).Distinct(StringComparer.Ordinal)) stamps.Add(StampOf(path));
        }
        catch (McuSimException)
        {
            // A budget file that is being edited: its own stamp tells when to look again.
        }

        return CaseKey.Hash(stamps);
    }

    private async Task<string> StampAfter(TimeSpan interval, CancellationToken cancellation)
    {
        await Task.Delay(interval, cancellation).ConfigureAwait(false);
        return Stamp();
    }

    private static IEnumerable<string> Files(BudgetCase budgetCase) =>
    [
        budgetCase.Board,
        .. budgetCase.Subject switch
        {
            NetworkSubject n => [n.Model, Path.ChangeExtension(n.Model, ".yaml"), n.Input ?? "", n.Recipe ?? "", .. Below(n.Data)],
            FirmwareSubject f => (string[])[f.Image, .. Below(f.Files)],
            _ => [],
        },
    ];

    private static string[] Below(string? path) => path is null ? []
        : Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Take(MostFiles)] : [path];

    private static string StampOf(string path)
    {
        var info = new FileInfo(path.Length == 0 ? "." : path);
        return info.Exists ? string.Create(CultureInfo.InvariantCulture, $"{path} {info.Length} {info.LastWriteTimeUtc.Ticks}") : path;
    }
}
