namespace McuSim.Measurement;

/// <summary>One inference on a simulated board.</summary>
/// <param name="Outputs">The bytes of every output, in the model's order.</param>
/// <param name="Cycles">Core cycles from the call of the network to its return.</param>
/// <param name="Instructions">Instructions executed.</param>
public sealed record Inference(byte[][] Outputs, long Cycles, long Instructions);
