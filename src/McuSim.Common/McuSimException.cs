namespace McuSim.Common;

/// <summary>
/// An error that a user can act on: one sentence naming the file, the place in it and the remedy, and the exit code that goes with it.
/// Everything the command line catches and prints without a stack trace is of this type.
/// </summary>
public class McuSimException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="exitCode">The documented exit code.</param>
    /// <param name="message">One sentence: file, place, remedy.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public McuSimException(ExitCode exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>The exit code that goes with the error.</summary>
    public ExitCode ExitCode { get; }

    /// <summary>An input that cannot be read or is not supported (exit code 2).</summary>
    public static McuSimException BadInput(string message, Exception? inner = null) => new(ExitCode.BadInput, message, inner);

    /// <summary>Something that must be installed is missing (exit code 3).</summary>
    public static McuSimException Missing(string message, Exception? inner = null) => new(ExitCode.MissingPrerequisite, message, inner);
}
