using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using McuSim.Common;
using McuSim.Datasets.Audio;

namespace McuSim.Datasets.Layouts;

/// <summary>
/// Google's Speech Commands as it is unpacked, version 1 or 2: a folder for each word, _background_noise_, testing_list.txt and validation_list.txt.
/// </summary>
internal static class SpeechCommands
{
    private const string Noise = "_background_noise_", TestingList = "testing_list.txt", ValidationList = "validation_list.txt";

    /// <summary>Whether a folder is of this kind.</summary>
    public static bool IsRoot(string folder) => File.Exists(Path.Combine(folder, TestingList)) || Directory.Exists(Path.Combine(folder, Noise));

    /// <summary>The samples.</summary>
    /// <exception cref="McuSimException">A word is missing, there are no clips, or a list is wrong.</exception>
    public static Listing Find(string folder, SpeechCommandsOptions options)
    {
        List<string> words = [.. SampleFiles.Folders(folder).Where(w => !w.StartsWith('_'))];
        if (options.Words.Where(w => !words.Contains(w)).ToArray() is [var missing, ..])
            throw McuSimException.BadInput($"{folder} has no folder of the word {missing}; choose others of its {words.Count} words with --words.");
        string[] wanted = options.Words.IsEmpty ? [.. words] : [.. options.Words];
        List<ListedFile> clips = [.. Clips(folder, words, options.Split)];
        List<ListedFile> files = [.. clips.Where(c => wanted.Contains(c.Class))];
        if (files.Count == 0)
            throw McuSimException.BadInput($"{folder} has no clips for the part {options.Split.ToString().ToLowerInvariant()}.");

        IEnumerable<ListedFile> others = clips.Where(c => !wanted.Contains(c.Class)).OrderBy(c => Hash(options.Seed, c.Name)).ThenBy(c => c.Name, StringComparer.Ordinal);
        int unknown = Share(files.Count, options.UnknownPercent), silence = Share(files.Count, options.SilencePercent);
        var names = new List<string>();
        if (silence > 0)
        {
            names.Add(SpeechCommandsOptions.Silence);
            files.AddRange(Silence(folder, silence, options.Seed));
        }
        if (unknown > 0)
        {
            names.Add(SpeechCommandsOptions.Unknown);
            files.AddRange(others.Take(unknown).Select(c => c with { Class = SpeechCommandsOptions.Unknown }));
        }
        return new Listing(folder, files, new ClassNames("Speech Commands", [.. names, .. options.Words.IsEmpty ? [.. wanted.Order(StringComparer.Ordinal)] : wanted]));
    }

    private static int Share(int count, double percent) => (int)Math.Ceiling(count * percent / 100);

    private static IEnumerable<ListedFile> Clips(string folder, List<string> words, SpeechSplit split)
    {
        HashSet<string> testing = List(folder, TestingList), validation = List(folder, ValidationList);
        foreach (string word in words)
        {
            foreach (string file in SampleFiles.In(folder, word).Where(f => f.EndsWith(".wav", StringComparison.OrdinalIgnoreCase)))
            {
                SpeechSplit of = testing.Contains(file) ? SpeechSplit.Testing : validation.Contains(file) ? SpeechSplit.Validation
                    : testing.Count + validation.Count == 0 ? ByHash(file) : SpeechSplit.Training;
                if (split == SpeechSplit.All || split == of)
                    yield return new ListedFile(file, word);
            }
        }
    }

    private static HashSet<string> List(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return [];
        HashSet<string> files = [.. TextLines.Read(path).Select(l => l.Text)];
        return files.FirstOrDefault(f => !File.Exists(Path.Combine(folder, f))) is { } missing
            ? throw McuSimException.BadInput($"{path} lists {missing}, which is not there; unpack the whole dataset.")
            : files;
    }

    /// <summary>The rule behind the lists, for folders without them: README.md of the dataset, which_set, with 10 % validation and 10 % testing.</summary>
    private static SpeechSplit ByHash(string file)
    {
        const int MostClips = (1 << 27) - 1;
        string name = Path.GetFileName(file);
        int speaker = name.IndexOf("_nohash_", StringComparison.Ordinal);
        byte[] hash = SHA1.HashData(Encoding.UTF8.GetBytes(speaker < 0 ? name : name[..speaker]));
        double percent = (double)(new BigInteger(hash, isUnsigned: true, isBigEndian: true) % (MostClips + 1)) * (100.0 / MostClips);
        return percent < 10 ? SpeechSplit.Validation : percent < 20 ? SpeechSplit.Testing : SpeechSplit.Training;
    }

    /// <summary>Seconds of the noise files, at places that the seed chooses.</summary>
    private static IEnumerable<ListedFile> Silence(string folder, int count, int seed)
    {
        if (!Directory.Exists(Path.Combine(folder, Noise)))
            throw McuSimException.BadInput($"{folder} has no folder {Noise} to cut silence from; unpack the whole dataset, or ask for --silence 0.");
        var noises = new List<(string File, int Starts)>();
        foreach (string file in SampleFiles.In(folder, Noise).Order(StringComparer.Ordinal))
        {
            AudioClip clip = WavReader.Read(Path.Combine(folder, file));
            if (clip.Samples.Length >= clip.SampleRate)
                noises.Add((file, clip.Samples.Length - clip.SampleRate + 1));
        }
        if (noises.Count == 0)
            throw McuSimException.BadInput($"{Path.Combine(folder, Noise)} has no sound of at least a second to cut silence from.");
        var taken = new HashSet<(string, int)>();
        for (ulong draw = 0; taken.Count < count && draw < 100UL * (ulong)count; draw++)
        {
            (string file, int starts) = noises[(int)(Hash(seed, $"file {draw}") % (ulong)noises.Count)];
            int start = (int)(Hash(seed, $"start {draw}") % (ulong)starts);
            if (taken.Add((file, start)))
                yield return new ListedFile(file, SpeechCommandsOptions.Silence, Part: start);
        }
    }

    /// <summary>A number that depends on nothing but the seed and the text.</summary>
    private static ulong Hash(int seed, string text) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {text}")));
}
