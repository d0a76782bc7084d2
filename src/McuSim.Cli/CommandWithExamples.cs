using System.CommandLine;

namespace McuSim.Cli;

/// <summary>A command whose help ends with examples.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">One command line per line.</param>
internal sealed class CommandWithExamples(string name, string description, string examples) : Command(name, description)
{
    /// <summary>The help's last paragraph.</summary>
    public string Examples { get; } = "Examples:\n" + string.Concat(examples.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"  {line.Trim()}\n"));
}
