using McuSim.Boards;

namespace McuSim.Codegen;

/// <summary>What a kernel may depend on besides its operator.</summary>
/// <param name="Core">The core the firmware is for.</param>
/// <param name="Options">What the user chose.</param>
internal sealed record KernelContext(CoreDescription Core, BuildOptions Options);
