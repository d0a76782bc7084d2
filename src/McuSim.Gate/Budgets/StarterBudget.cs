using System.Text;

namespace McuSim.Gate;

/// <summary>A first budget file for what lies in a folder.</summary>
public static class StarterBudget
{
    private const int MostEntries = 12;

    /// <summary>The text for the networks and images in a folder and two levels below it.</summary>
    /// <param name="folder">Where the file will be.</param>
    /// <param name="boards">The boards to check.</param>
    public static string For(string folder, IReadOnlyList<string> boards)
    {
        string[] models = Find(folder, ".tflite"), images = Find(folder, ".elf");
        var text = new StringBuilder();
        text.Append("# What this repository's networks may take. 'mcusim check' judges it, 'mcusim record' writes the baselines below traces/.\n");
        text.Append($"boards: [{string.Join(", ", boards.Select(Scalar))}]\n\n");
        text.Append("# For everything below. +0 and +1 % compare with the baseline; 'mcusim check --metrics' lists what can be limited.\n");
        text.Append("limits:\n  cycles: +0\n  stack: +0\n  flash.total: +0\n");
        if (models.Length > 0 || images.Length == 0)
        {
            text.Append("  sram.peak: [+0, 80 %]\n\nmodels:\n");
            if (models.Length == 0) text.Append("  # No .tflite file was found here; this network comes with McuSim.\n  keyword-spotting: builtin\n");
            foreach (string model in models)
                text.Append($"  {Scalar(Path.GetFileNameWithoutExtension(model))}:\n    model: {Scalar(model)}\n    # data: FOLDER          # labelled inputs, for accuracy.top1\n    # limits: {{latency: 50 ms, accuracy.top1: \">= 90 %\"}}\n");
        }

        if (images.Length > 0)
        {
            text.Append("\nfirmware:\n");
            foreach (string image in images) text.Append($"  {Scalar(Path.GetFileNameWithoutExtension(image))}:\n    image: {Scalar(image)}\n    # max_instructions: 10000000\n    # endless: true         # when it never ends by itself\n");
        }

        return text.ToString();
    }

    private static string[] Find(string folder, string ending)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true };
        var names = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. Directory.EnumerateFiles(folder, "*" + ending, options).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)
                .Where(f => names.Add(Path.GetFileNameWithoutExtension(f))).Take(MostEntries),
        ];
    }

    /// <summary>A text as YAML reads it back.</summary>
    private static string Scalar(string text) => text.Length > 0 && char.IsLetter(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
        ? text
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
