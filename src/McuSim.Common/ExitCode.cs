namespace McuSim.Common;

/// <summary>How the <c>mcusim</c> process ends. The numbers are a published contract (README, <c>--help</c>).</summary>
public enum ExitCode
{
    /// <summary>The command did what was asked.</summary>
    Done = 0,

    /// <summary>A limit of a budget is broken, or two things that were compared differ.</summary>
    LimitBroken = 1,

    /// <summary>Bad usage, or an input that cannot be read or is not supported.</summary>
    BadInput = 2,

    /// <summary>Something that must be installed is missing.</summary>
    MissingPrerequisite = 3,

    /// <summary>The network does not fit the board.</summary>
    DoesNotFit = 4,

    /// <summary>The firmware faulted.</summary>
    FirmwareFault = 5,

    /// <summary>An instruction or time limit was reached.</summary>
    LimitReached = 6,

    /// <summary>The user cancelled.</summary>
    Cancelled = 130,
}
