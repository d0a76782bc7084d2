using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;
using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>The timing of a run on one board, with the set-ups that it is compared with.</summary>
internal sealed class BoardTiming
{
    private const double LeastPercent = 1;

    private readonly TimingGroup group;
    private readonly List<(WhatIf WhatIf, string? Note, TimingAlternative Timing)> whatIfs = [];
    private readonly List<(AdviceCandidate Candidate, TimingAlternative Timing)> candidates = [];

    /// <summary>Adds a board to those for which a run is timed.</summary>
    /// <param name="group">Times the run.</param>
    /// <param name="board">The board.</param>
    /// <param name="image">The image that runs.</param>
    /// <param name="asked">The set-ups to compare with.</param>
    public BoardTiming(TimingGroup group, Board board, FirmwareImage image, IEnumerable<WhatIf> asked)
    {
        (this.group, Board, Model) = (group, board, group.Add(board));
        foreach (WhatIf whatIf in asked)
        {
            string? note = PlacedBoard.Misfit(board, whatIf, image) ?? whatIf.Note;
            whatIfs.Add((whatIf, note, group.Add(Model, PlacedBoard.Of(board, whatIf, image), whatIf.Settings.Over)));
        }
    }

    /// <summary>The board.</summary>
    public Board Board { get; }

    /// <summary>Its timing.</summary>
    public TimingModel Model { get; }

    /// <summary>Looks for settings that cost time.</summary>
    public void Advise(IEnumerable<AdviceCandidate> advice)
    {
        foreach (AdviceCandidate candidate in advice) candidates.Add((candidate, group.Add(Model, candidate.Board, candidate.Force)));
    }

    /// <summary>What came of the set-ups asked for.</summary>
    /// <param name="milliseconds">How long the run as it is took.</param>
    public ImmutableArray<WhatIfUse> WhatIfs(double milliseconds) => [.. whatIfs.Select(w => Use(w.WhatIf, w.Note, w.Timing, milliseconds))];

    /// <summary>Cycles as it is, then with each change that <see cref="Advise"/> looks at.</summary>
    public ImmutableArray<long> Totals() => [Model.Causes.Total, .. candidates.Select(c => c.Timing.Causes.Total)];

    /// <summary>Settings that cost time, most first.</summary>
    /// <param name="milliseconds">How long the run as it is took.</param>
    public ImmutableArray<Advice> Advice(double milliseconds) => Advice(milliseconds, Totals());

    /// <summary>Settings that cost time in a part of the run, most first.</summary>
    /// <param name="milliseconds">How long the part as it is took.</param>
    /// <param name="totals">The part's <see cref="Totals"/>.</param>
    public ImmutableArray<Advice> Advice(double milliseconds, ImmutableArray<long> totals) =>
    [
        .. candidates.Select((c, i) => c.Candidate.Setting == AdviceCandidate.Clock
                ? ClockAdvice(milliseconds, totals[i + 1]) : Advice(c.Candidate, c.Timing, totals[0], totals[0] - totals[i + 1]))
            .OfType<Advice>().OrderByDescending(a => Math.Abs(a.CostCycles)),
    ];

    private WhatIfUse Use(WhatIf whatIf, string? note, TimingAlternative timing, double milliseconds)
    {
        CycleCounts causes = timing.Causes, changes = causes.Minus(Model.Causes);
        double clock = whatIf.Settings.ClockHz ?? Model.Settings.ClockHz ?? Board.ClockHz;
        double time = whatIf.Settings.ClockHz is null ? milliseconds + (changes.Total * 1000 / clock) : causes.Total * 1000 / clock;
        return new(
            whatIf.Text, note, causes.Total, Math.Round(time, 6), changes.Total, milliseconds == 0 ? 0 : Math.Round(100 * (time - milliseconds) / milliseconds, 2),
            Profile.CausesOf(causes), [.. Profile.CausesOf(changes).OrderByDescending(c => Math.Abs(c.Cycles))]);
    }

    private Advice? ClockAdvice(double milliseconds, long cyclesAtFullClock)
    {
        if (Model.Settings.ClockHz is not { } clock || clock >= Board.ClockHz || milliseconds == 0) return null;
        double saved = milliseconds - (cyclesAtFullClock * 1000.0 / Board.ClockHz);
        double percent = Math.Round(100 * saved / milliseconds, 1);
        if (percent < LeastPercent) return null;
        string setting = string.Create(CultureInfo.InvariantCulture, $"clock={Board.ClockHz / 1e6:0.###}MHz");
        return new(setting, string.Create(CultureInfo.InvariantCulture,
            $"The core runs at {clock / 1e6:0.###} MHz of {Board.ClockHz / 1e6:0.###} MHz: costs {percent:0.0} % of the time ({setting})."), (long)(saved * clock / 1000), percent);
    }

    private static Advice? Advice(AdviceCandidate candidate, TimingAlternative timing, long cycles, long cost)
    {
        double percent = cycles == 0 ? 0 : Math.Round(100.0 * cost / cycles, 1);
        bool tooFast = cost < 0 && candidate.Setting == AdviceCandidate.WaitStates; // no other set-up is offered because it may be slower
        if (percent < LeastPercent && !(tooFast && percent <= -LeastPercent)) return null;
        string setting = candidate.Setting == AdviceCandidate.WaitStates ? string.Create(CultureInfo.InvariantCulture, $"flash-ws={timing.Settings.WaitStates}") : candidate.Setting;
        string sentence = tooFast
            ? string.Create(CultureInfo.InvariantCulture, $"Fewer flash wait states than the clock needs: a chip would misread its flash; with {setting} the run takes {-percent:0.0} % more.")
            : string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(candidate.Problem[0])}{candidate.Problem[1..]}: costs {percent:0.0} % ({setting}).");
        return new(setting, sentence, cost, percent);
    }
}
