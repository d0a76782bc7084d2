using McuSim.Common;

namespace McuSim.Datasets;

/// <summary>
/// A file of a dataset is damaged (exit code 2). An evaluation names, counts and skips such files; every other error means that the dataset as a whole
/// does not fit the network, and ends it.
/// </summary>
public sealed class BrokenInputException : McuSimException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">One sentence: file, what is wrong with it.</param>
    /// <param name="inner">What was caught, if anything.</param>
    public BrokenInputException(string message, Exception? inner = null)
        : base(ExitCode.BadInput, message, inner)
    {
    }
}
