using System.Collections.Immutable;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips;

/// <summary>Gives input pins their levels when their time has come. Time is counted at the core clock that the program has set up so far.</summary>
/// <param name="inputs">The levels.</param>
/// <param name="host">The machine's time.</param>
/// <param name="coreHz">The core's clock.</param>
/// <param name="set">Sets a pin.</param>
internal sealed class PinSchedule(IEnumerable<PinInput> inputs, IDeviceHost host, Func<double> coreHz, Action<PinInput> set) : ITimed
{
    private readonly ImmutableArray<PinInput> inputs = [.. inputs.OrderBy(p => p.Seconds)];
    private (int Next, double Seconds, ulong Since) state;

    /// <inheritdoc/>
    public ulong NextEvent
    {
        get
        {
            if (state.Next >= inputs.Length)
                return ulong.MaxValue;
            Advance();
            return state.Since + (ulong)Math.Max(0, Math.Round((inputs[state.Next].Seconds - state.Seconds) * coreHz()));
        }
    }

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        while (NextEvent <= now)
            set(inputs[state.Next++]);
    }

    /// <summary>Back to power-on.</summary>
    internal void Reset()
    {
        state = (0, 0, host.Now);
        Elapse(host.Now);
    }

    internal object Capture() => state;

    internal void Restore(object captured) => state = ((int, double, ulong))captured;

    private void Advance()
    {
        ulong now = host.Now;
        state.Seconds += (now - state.Since) / coreHz();
        state.Since = now;
    }
}
