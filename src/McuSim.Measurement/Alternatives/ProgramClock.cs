namespace McuSim.Measurement;

/// <summary>Turns cycles into time while the program changes its clock.</summary>
/// <param name="cycles">Core cycles since reset.</param>
/// <param name="hertz">The clock at first, in Hz.</param>
internal sealed class ProgramClock(Func<long> cycles, double hertz)
{
    private double seconds;
    private long since;

    /// <summary>The clock as it is now, in Hz.</summary>
    public double Hertz { get; private set; } = hertz;

    /// <summary>Seconds since reset.</summary>
    public double Seconds => seconds + ((cycles() - since) / Hertz);

    /// <summary>Sets the clock from here on, in Hz.</summary>
    public void Set(double hertz)
    {
        if (hertz == Hertz) return;
        (seconds, since) = (Seconds, cycles());
        Hertz = hertz;
    }
}
