namespace McuSim.Codegen;

/// <summary>What a layer gets.</summary>
/// <param name="Kernel">Its kernel.</param>
/// <param name="Offer">What it takes with that kernel.</param>
/// <param name="Overlap">How its output shares bytes with an input, or null.</param>
internal sealed record LayerChoice(Kernel Kernel, KernelOffer Offer, Overlap? Overlap);
