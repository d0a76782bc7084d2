namespace McuSim.Models;

/// <summary>A function applied to an operator's output. Numbers are those of the TFLite schema (<c>ActivationFunctionType</c>).</summary>
public enum Activation
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>No value below 0.</summary>
    Relu = 1,

    /// <summary>Values from -1 to 1.</summary>
    ReluN1To1 = 2,

    /// <summary>Values from 0 to 6.</summary>
    Relu6 = 3,
}
