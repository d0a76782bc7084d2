using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>
/// Everything measured about one network on one board, immutable. Every output format is a view of it. It holds nothing that
/// differs between two equal runs: no dates, durations, host names or paths.
/// </summary>
/// <param name="Tool">What made the report.</param>
/// <param name="Model">The network.</param>
/// <param name="Board">The board.</param>
/// <param name="Build">How the firmware was made.</param>
/// <param name="Time">Cycles and where they went.</param>
/// <param name="Memory">SRAM and flash and what they hold.</param>
/// <param name="Layers">The generated functions, in execution order.</param>
/// <param name="Output">What the network computed for the input of the run (for the last input of an evaluation).</param>
/// <param name="Accuracy">Accuracy over labelled inputs, or null for a single run.</param>
public sealed record Report(
    ToolInfo Tool,
    ModelInfo Model,
    BoardInfo Board,
    BuildInfo Build,
    TimeUse Time,
    MemoryUse Memory,
    ImmutableArray<LayerUse> Layers,
    OutputInfo Output,
    AccuracyResult? Accuracy) : BoardOutcome(Tool, Model, Board)
{
    /// <summary>The same inference under other set-ups of the board, in the order asked for.</summary>
    public ImmutableArray<WhatIfUse> WhatIfs { get; init; } = [];

    /// <summary>Settings that cost time, most first; empty where nobody looked.</summary>
    public ImmutableArray<Advice> Advice { get; init; } = [];

    /// <summary>How far the latency can be trusted; null in reports of earlier versions, and without timing.</summary>
    public LatencyTrust? Trust { get; init; }

    /// <inheritdoc/>
    public override bool Fits => true;
}

/// <summary>What came of one network on one board: a <see cref="Report"/>, or a <see cref="Misfit"/>.</summary>
/// <param name="Tool">What made it.</param>
/// <param name="Model">The network.</param>
/// <param name="Board">The board.</param>
public abstract record BoardOutcome(ToolInfo Tool, ModelInfo Model, BoardInfo Board)
{
    /// <summary>Whether the network fits the board.</summary>
    public abstract bool Fits { get; }
}

/// <summary>The network does not fit the board.</summary>
/// <param name="Tool">What made it.</param>
/// <param name="Model">The network.</param>
/// <param name="Board">The board.</param>
/// <param name="Region">The memory that is too small, such as <c>flash</c> or <c>dtcm</c>.</param>
/// <param name="NeededBytes">Bytes the network needs there.</param>
/// <param name="CapacityBytes">Bytes there are.</param>
/// <param name="Layer">The layer during which the most is alive; null when flash is what is short.</param>
/// <param name="Buffers">What is alive then.</param>
/// <param name="BoardsThatFit">Names of the known boards that the network would fit.</param>
public sealed record Misfit(
    ToolInfo Tool, ModelInfo Model, BoardInfo Board, string Region, long NeededBytes, long CapacityBytes, string? Layer,
    ImmutableArray<BufferUse> Buffers, ImmutableArray<string> BoardsThatFit) : BoardOutcome(Tool, Model, Board)
{
    /// <inheritdoc/>
    public override bool Fits => false;

    /// <summary>By how many bytes it does not fit.</summary>
    public long OverflowBytes => NeededBytes - CapacityBytes;
}

/// <summary>The program that made a report.</summary>
/// <param name="Name">mcusim.</param>
/// <param name="Version">Its version.</param>
public sealed record ToolInfo(string Name, string Version);

/// <summary>The network of a report.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Sha256">Hash of the model file.</param>
/// <param name="Macs">Multiply-accumulates of one inference.</param>
/// <param name="Operators">Operators in the graph.</param>
/// <param name="Inputs">In the model's order.</param>
/// <param name="Outputs">In the model's order.</param>
/// <param name="TrainedWeights">False when the weights are random, so that accuracy means nothing.</param>
public sealed record ModelInfo(
    string Name, string Sha256, long Macs, int Operators, ImmutableArray<TensorInfo> Inputs, ImmutableArray<TensorInfo> Outputs,
    bool TrainedWeights);

/// <summary>An input or output of the network.</summary>
/// <param name="Name">As in the model.</param>
/// <param name="Type">int8 or float32.</param>
/// <param name="Shape">Dimensions, outermost first (images: NHWC).</param>
/// <param name="Scale">Quantisation scale; null for float32.</param>
/// <param name="ZeroPoint">Quantisation zero point; null for float32.</param>
public sealed record TensorInfo(string Name, string Type, ImmutableArray<int> Shape, float? Scale, int? ZeroPoint);

/// <summary>The board of a report.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Title">The chip's or board's full name.</param>
/// <param name="Core">Such as Cortex-M7.</param>
/// <param name="ClockHz">Core clock.</param>
/// <param name="Sha256">Hash of the board file.</param>
public sealed record BoardInfo(string Name, string Title, string Core, long ClockHz, string Sha256);

/// <summary>How the firmware was made.</summary>
/// <param name="Optimize">speed, balanced or memory.</param>
/// <param name="PruneChannels">Whether channels that nothing depends on, or whose value is a constant, were left out.</param>
/// <param name="ExecutedMacs">Multiply-accumulates that the firmware executes: fewer than the model's where channels were left out.</param>
/// <param name="Compiler">The compiler's version line.</param>
/// <param name="Flags">Its options.</param>
/// <param name="FirmwareSha256">Hash of the ELF image.</param>
public sealed record BuildInfo(
    string Optimize, bool PruneChannels, long ExecutedMacs, string Compiler, string Flags, string FirmwareSha256)
{
    /// <summary>How kernels were chosen by measurement; null where they were chosen by estimate.</summary>
    public TuningUse? Tuning { get; init; }
}
