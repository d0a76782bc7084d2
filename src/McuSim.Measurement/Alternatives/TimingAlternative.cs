using McuSim.Boards;
using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>
/// The same run under another set-up of the board, timed beside a Reference. While both set-ups are the same it costs nothing: what the reference
/// counts is then its own.
/// </summary>
internal sealed class TimingAlternative : IPathObserver
{
    private readonly TimingModel model;
    private readonly Func<BoardSettings, BoardSettings> force;
    private CycleCounts atOpening = new();
    private CycleCounts difference = new();
    private bool isApart;

    /// <summary>Makes an alternative.</summary>
    /// <param name="reference">What it is compared with.</param>
    /// <param name="board">The reference's board, or one with other regions.</param>
    /// <param name="force">Gives the alternative's settings for those of the Reference.</param>
    /// <param name="code">Reads code.</param>
    /// <param name="segments">The reference's segments.</param>
    public TimingAlternative(TimingModel reference, Board board, Func<BoardSettings, BoardSettings> force, IMemoryReader code, SegmentMap? segments)
    {
        (Reference, this.force) = (reference, force);
        model = new TimingModel(board, code, segments);
        Configure(Reference.Settings);
    }

    /// <summary>What it is compared with.</summary>
    public TimingModel Reference { get; }

    /// <summary>Its settings.</summary>
    public BoardSettings Settings => force(Reference.Settings);

    /// <summary>Cycles by cause since the counters were reset.</summary>
    public CycleCounts Causes => isApart ? Reference.Causes.Plus(difference).Plus(Apart()) : Reference.Causes.Plus(difference);

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events)
    {
        if (isApart) model.Observe(events);
    }

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events, ReadOnlySpan<PathRun> runs)
    {
        if (isApart) model.Observe(events, runs);
    }

    /// <summary>Follows a change of the settings. To be called before the reference is configured.</summary>
    public void Configure(BoardSettings settings)
    {
        BoardSettings own = force(settings);
        bool differs = Priced(own.Of(model.Board)) != Priced(settings.Of(Reference.Board));
        if (differs && !isApart)
        {
            if (model.Board == Reference.Board) model.Restore(Reference.Capture());
            model.ResetCounters();
            atOpening = Reference.Causes;
        }
        else if (!differs && isApart)
        {
            difference = difference.Plus(Apart());
        }

        isApart = differs;
        if (isApart) model.Configure(own);
    }

    /// <summary>Sets all counters to 0. To be called after those of the reference were.</summary>
    public void ResetCounters()
    {
        model.ResetCounters();
        (atOpening, difference) = (new CycleCounts(), new CycleCounts());
    }

    /// <summary>Captures the state of core and memories; null while it is the reference's.</summary>
    public TimingState? Capture() => isApart ? model.Capture() : null;

    /// <summary>Puts core and memories into a captured state.</summary>
    public void Restore(TimingState? state)
    {
        isApart = state is not null;
        if (state is not null) model.Restore(state);
    }

    /// <summary>A set-up without what no cycle depends on: the clock, and of a flash without wait states all that would hide them.</summary>
    private static Board Priced(Board board) => board.Flash is { WaitStates: 0, Accelerator: null or { MissCycles: 0, AheadCycles: 0, Shared: false } }
        ? board with { ClockHz = 0, Flash = board.Flash with { Prefetch = false, Accelerator = null } }
        : board with { ClockHz = 0 };

    /// <summary>What the alternative counted since it went apart, less what the reference did.</summary>
    private CycleCounts Apart() => model.Causes.Minus(Reference.Causes).Plus(atOpening);
}
