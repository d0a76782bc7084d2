namespace McuSim.Measurement;

/// <summary>One inference.</summary>
/// <param name="Outputs">The bytes of every output, in the model's order.</param>
/// <param name="Cycles">Core cycles from the call of the network to its return; 0 where nothing is timed.</param>
/// <param name="Instructions">Instructions of the core executed; 0 on this machine's own processor.</param>
public sealed record Inference(byte[][] Outputs, long Cycles, long Instructions);
