using System.CommandLine;
using System.Globalization;

using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Cli.Commands;

/// <summary>How long firmware may run.</summary>
/// <param name="what">What is stopped, for the help.</param>
internal sealed class LimitOptions(string what)
{
    private readonly Option<long?> maxInstructions = new("--max-instructions")
    {
        Description = $"Stop {what} after this many instructions, with exit code 6.",
        HelpName = "N",
    };

    private readonly Option<string?> maxTime = new("--max-time")
    {
        Description = $"Stop {what} after this many seconds on this computer, with exit code 6.",
        HelpName = "SECONDS",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(maxInstructions);
        command.Add(maxTime);
    }

    /// <summary>The limits.</summary>
    public RunLimits Limits(ParseResult parsed)
    {
        long? instructions = parsed.GetValue(maxInstructions);
        if (instructions <= 0) throw McuSimException.BadInput("--max-instructions must be at least 1.");
        TimeSpan? time = null;
        if (parsed.GetValue(maxTime) is { } text)
        {
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) || seconds is <= 0 or > 1e6)
                throw McuSimException.BadInput($"--max-time {text} is no number of seconds: give one such as 30 or 0.5.");
            time = TimeSpan.FromSeconds(seconds);
        }

        return new(instructions, time);
    }
}
