using System.Globalization;

using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>
/// The time between the time stamps of firmware for energy measurements: it marks the beginning and the end of its inferences by pulling a pin low
/// (eembc/energyrunner, th_timestamp), which the energy monitor sees.
/// </summary>
/// <param name="Pin">The pin: GPIOG2.</param>
/// <param name="Cycles">Between the ends of its two low pulses: the pin may have been low before the first.</param>
internal readonly record struct PinWindow(string Pin, ulong Cycles)
{
    /// <summary>The pin that rose just twice; null when there is none.</summary>
    internal static PinWindow? Find(IEnumerable<PinChange> changes)
    {
        foreach (var pin in changes.Where(c => c.High).GroupBy(c => (c.Port, c.Pin)))
        {
            if (pin.Count() == 2)
                return new(string.Create(CultureInfo.InvariantCulture, $"{pin.Key.Port}{pin.Key.Pin}"), pin.Last().Cycle - pin.First().Cycle);
        }

        return null;
    }
}
