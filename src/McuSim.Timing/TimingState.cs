using McuSim.Boards;
using McuSim.Timing.Scheduling;

namespace McuSim.Timing;

/// <summary>
/// Everything in core and memories that later cycles depend on (caches, accelerator, predictor, pipeline), captured at one moment: equal states
/// and equal events give equal cycles. It may be restored into any <see cref="TimingModel"/> of the same board.
/// </summary>
public sealed class TimingState
{
    internal TimingState(TimingContent content) => Content = content;

    internal TimingContent Content { get; }
}

/// <summary>What a <see cref="TimingState"/> holds.</summary>
internal sealed record TimingContent(
    (int Line, uint Sectors)[] InstructionLines,
    (int Line, uint Sectors)[]? DataLines,
    uint[]? InstructionCache,
    uint[]? DataCache,
    (byte[] Counters, uint[] Targets) Predictor,
    (uint Word, long Ready) Prefetch,
    long LinePortBusy,
    (uint Address, int Size, PipelineState Entry) Block,
    int Ordinal,
    int LastReadBlock,
    uint LastReadAddress,
    bool FetchWasClean,
    int Segment,
    BoardSettings Settings);
