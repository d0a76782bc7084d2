using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>What happens to a sum after the last product: <c>enum activation</c> of <c>dsp/requantise_scaled.h</c>.</summary>
internal enum Activation
{
    /// <summary>Clamp -128 to 127 at zero point -128, so that negative sums need no rounding of their own.</summary>
    Relu,

    /// <summary>Clamp -128 to 127.</summary>
    Linear,

    /// <summary>Any clamp.</summary>
    Clamped,
}

/// <summary>Chooses activations.</summary>
internal static class Activations
{
    /// <summary>The cheapest activation that does what the operator asks for.</summary>
    public static Activation Of(Clamp clamp, int outputZeroPoint) =>
        clamp != Clamp.None ? Activation.Clamped : outputZeroPoint == -128 ? Activation.Relu : Activation.Linear;

    /// <summary>Sets the fields <c>clamp_min</c>, <c>clamp_max</c> and <c>activation</c>.</summary>
    public static KernelCall WithActivation(this KernelCall call, Clamp clamp, int outputZeroPoint) =>
        call.WithClamp(clamp).With("activation", (int)Of(clamp, outputZeroPoint));
}
