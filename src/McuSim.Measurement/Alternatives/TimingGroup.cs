using McuSim.Boards;
using McuSim.Machine;
using McuSim.Timing;

namespace McuSim.Measurement;

/// <summary>Everything that times one run of a machine: one model per board, of which the first gives the program its clock, and their alternatives.</summary>
internal sealed class TimingGroup
{
    private readonly McuMachine machine;
    private readonly bool followsChip;
    private readonly SegmentMap? segments;
    private readonly List<TimingModel> models = [];
    private readonly List<TimingAlternative> alternatives = [];
    private readonly ProgramClock clock;

    /// <summary>Follows a machine that has been reset.</summary>
    /// <param name="machine">The machine; its settings and its clock are taken over.</param>
    /// <param name="followsChip">
    /// Whether the program's own set-up of clock and flash counts; else that of the board file does, and only the core's caches are the program's.
    /// </param>
    /// <param name="segments">Divides the run into segments (layers), or null.</param>
    public TimingGroup(McuMachine machine, bool followsChip, SegmentMap? segments = null)
    {
        (this.machine, this.followsChip, this.segments) = (machine, followsChip, segments);
        clock = new ProgramClock(() => models[0].Cycles, machine.Board.ClockHz);
        machine.CycleSource = () => (ulong)models[0].Cycles;
        machine.ProfileSource = () => ProgramProfile.Of(models[0]);
        machine.SettingsChanged = Follow;
    }

    /// <summary>Seconds since reset by the program's own clock.</summary>
    public double Seconds => clock.Seconds;

    /// <summary>The core's clock in Hz as it is now.</summary>
    public double ClockHz => clock.Hertz;

    /// <summary>Times the run for a board; the first is the one whose cycles the program sees.</summary>
    public TimingModel Add(Board board)
    {
        var model = new TimingModel(board, machine, segments);
        models.Add(model);
        model.Configure(Programmed(board));
        if (models.Count == 1) clock.Set(Programmed(board).ClockHz ?? board.ClockHz);
        return model;
    }

    /// <summary>Times the run under another set-up of one of the boards too.</summary>
    public TimingAlternative Add(TimingModel reference, Board board, Func<BoardSettings, BoardSettings> force)
    {
        var alternative = new TimingAlternative(reference, board, force, machine, segments);
        alternatives.Add(alternative);
        machine.Observers.Add(alternative);
        return alternative;
    }

    /// <summary>Sets all counters to 0.</summary>
    public void ResetCounters()
    {
        foreach (TimingModel model in models) model.ResetCounters();
        foreach (TimingAlternative alternative in alternatives) alternative.ResetCounters();
    }

    /// <summary>Captures the state of everything.</summary>
    public TimingGroupState Capture() => new([.. models.Select(m => m.Capture())], [.. alternatives.Select(a => a.Capture())]);

    /// <summary>Puts everything into a captured state.</summary>
    public void Restore(TimingGroupState state)
    {
        foreach ((TimingModel model, TimingState its) in models.Zip(state.Models)) model.Restore(its);
        foreach ((TimingAlternative alternative, TimingState? its) in alternatives.Zip(state.Alternatives)) alternative.Restore(its);
    }

    private void Follow()
    {
        if (models.Count == 0) return;
        foreach (TimingAlternative alternative in alternatives) alternative.Configure(Programmed(alternative.Reference.Board));
        foreach (TimingModel model in models) model.Configure(Programmed(model.Board));
        clock.Set(models[0].Settings.ClockHz ?? machine.Board.ClockHz);
    }

    private BoardSettings Programmed(Board board)
    {
        BoardSettings caches = board.Core.Kind == CoreKind.CortexM7
            ? new() { InstructionCache = machine.InstructionCacheEnabled, DataCache = machine.DataCacheEnabled }
            : BoardSettings.AsBoard;
        if (!followsChip) return caches;
        ChipSettings chip = machine.Settings;
        return caches with
        {
            ClockHz = chip.CoreHz is { } hertz and >= 1 ? (long)Math.Round(hertz) : null,
            WaitStates = chip.WaitStates,
            Prefetch = chip.Prefetch,
            InstructionAccelerator = chip.InstructionAccelerator,
            DataAccelerator = chip.DataAccelerator,
        };
    }
}

/// <summary>A captured state of a <see cref="TimingGroup"/>.</summary>
internal sealed record TimingGroupState(IReadOnlyList<TimingState> Models, IReadOnlyList<TimingState?> Alternatives);
