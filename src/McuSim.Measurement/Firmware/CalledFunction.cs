namespace McuSim.Measurement;

/// <summary>What is counted about a function.</summary>
internal sealed class CalledFunction(string name, uint address)
{
    private int depth;
    private long entered;

    /// <summary>Its symbol, or its address.</summary>
    public string Name { get; } = name;

    /// <summary>Its first instruction.</summary>
    public uint Address { get; } = address;

    /// <summary>Times it was entered.</summary>
    public long Calls { get; private set; }

    /// <summary>Cycles with it on the call stack.</summary>
    public long Inclusive { get; private set; }

    /// <summary>Cycles on top of the call stack.</summary>
    public long Exclusive { get; set; }

    /// <summary>Instructions on top of the call stack.</summary>
    public long Instructions { get; set; }

    /// <summary>It comes onto the call stack.</summary>
    public void Enter(long now, bool isCall)
    {
        if (depth++ == 0) entered = now;
        if (isCall) Calls++;
    }

    /// <summary>It leaves the call stack.</summary>
    public void Leave(long now)
    {
        if (--depth == 0) Inclusive += now - entered;
    }
}
