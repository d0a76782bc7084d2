namespace McuSim.Machine.Chips.Devices;

/// <summary>A port of pins whose inputs the outside can set.</summary>
internal interface IPort
{
    /// <summary>Gives an input pin a level.</summary>
    /// <returns>Whether it changed.</returns>
    bool SetInput(int pin, bool isHigh);
}
