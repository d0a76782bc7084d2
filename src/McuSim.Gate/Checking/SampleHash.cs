using System.Globalization;

using McuSim.Codegen;
using McuSim.Common;
using McuSim.Datasets;

namespace McuSim.Gate;

/// <summary>The hash of the labels and contents of the samples in use. Files whose size and time of change are as before are not read again.</summary>
internal static class SampleHash
{
    public static string Of(Dataset dataset)
    {
        string stamp = CaseKey.Hash([.. dataset.ClassNames, .. dataset.Samples.SelectMany(s => (string[])[s.Name, s.Label.ToString(CultureInfo.InvariantCulture), Stamp(s.File)])]);
        string memo = Path.Combine(BuildCache.Root, "samples", stamp[..32] + ".txt");
        if (File.Exists(memo)) return File.ReadAllText(memo);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        string HashOf(string file) => files.TryGetValue(file, out string? known) ? known : files[file] = CaseKey.FileHash(file);
        string hash = CaseKey.Hash([.. dataset.ClassNames, .. dataset.Samples.SelectMany(s => (string[])[s.Name, s.Label.ToString(CultureInfo.InvariantCulture), HashOf(s.File)])]);
        BuildCache.WriteAtomically(memo, hash);
        return hash;
    }

    private static string Stamp(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw McuSimException.BadInput($"There is no file {path}.");
        return string.Create(CultureInfo.InvariantCulture, $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}");
    }
}
