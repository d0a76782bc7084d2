using McuSim.Boards;
using McuSim.Codegen;
using McuSim.Machine;
using McuSim.Models;

namespace McuSim.Measurement;

/// <summary>What to measure.</summary>
/// <param name="Model">The network.</param>
/// <param name="Board">The board.</param>
/// <param name="Options">How to generate the firmware.</param>
/// <param name="Limits">How long the start-up, and then each inference, may run.</param>
public sealed record MeasurementRequest(Model Model, Board Board, BuildOptions Options, RunLimits Limits);
