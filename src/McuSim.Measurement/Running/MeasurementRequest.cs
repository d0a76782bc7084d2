using System.Collections.Immutable;

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
public sealed record MeasurementRequest(Model Model, Board Board, BuildOptions Options, RunLimits Limits)
{
    /// <summary>Other set-ups of the board under which the run is timed too.</summary>
    public ImmutableArray<WhatIf> WhatIfs { get; init; } = [];

    /// <summary>Whether to look for settings that cost time, which times the run a few times more.</summary>
    public bool Advises { get; init; }

    /// <summary>Told what the inference did, call by call; null records nothing. It is run once more for this.</summary>
    public Action<Recording>? Record { get; init; }
}
