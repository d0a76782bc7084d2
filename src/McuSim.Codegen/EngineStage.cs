namespace McuSim.Codegen;

/// <summary>How much of the engine is used: each stage adds one idea to those before it, as MCUNet's ablation does (Lin et al. 2020, figures 4 to 6).</summary>
public enum EngineStage
{
    /// <summary>Plain kernels that take every number at run time, layer after layer; no tensor shares bytes with another that is alive.</summary>
    Reference,

    /// <summary>Kernels as libraries have them: windows copied as 16-bit values, two values at a time where the core has DSP instructions.</summary>
    Library,

    /// <summary>Every number is baked into the code; padding and activations join the layers they belong to.</summary>
    Generated,

    /// <summary>As many windows at a time as memory leaves free in the whole network.</summary>
    NetworkIm2col,

    /// <summary>The engine's own kernels for each shape.</summary>
    Specialised,

    /// <summary>Depthwise convolutions and element-wise layers write over their input.</summary>
    InPlace,

    /// <summary>Any layer's output may run into its input as far as the order of its reads allows.</summary>
    Overlapped,

    /// <summary>Runs of layers are computed together, a few rows at a time. The whole engine.</summary>
    Streamed,
}
