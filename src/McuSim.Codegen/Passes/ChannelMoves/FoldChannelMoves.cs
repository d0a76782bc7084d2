using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Joins runs of operators that only move channels, such as the concatenation, shuffle and split of ShuffleNet, to one copy straight from the images
/// they start from. Where only convolutions and other moves read the result it keeps an order that is cheap to copy, and the convolutions' weights
/// change their order instead: first by where channels go from there, so that later copies find them side by side, then as they lie.
/// </summary>
internal sealed class FoldChannelMoves
{
    /// <summary>A copy that would be made of more pieces than this stays what it was.</summary>
    private const int MostRuns = 16;

    private readonly Schedule _schedule;
    private readonly HashSet<Tensor> _kept;
    private readonly ILookup<Tensor, Operator> _readers;
    private readonly HashSet<Tensor> _outputs;
    private readonly Dictionary<Tensor, ImmutableArray<ImageChannel>> _moved = []; // by root: where its channels lie
    private readonly ImmutableArray<Step>.Builder _steps = ImmutableArray.CreateBuilder<Step>();
    private readonly ChannelJourneys _journeys = new();
    private ImmutableDictionary<Tensor, Tensor> _aliases;

    private FoldChannelMoves(Schedule schedule, HashSet<Tensor> kept)
    {
        (_schedule, _kept, _aliases) = (schedule, kept, schedule.Aliases);
        _readers = schedule.Steps.SelectMany(s => s.Operator.ActivationInputs.Select(t => (Root: schedule.Root(t), s.Operator))).ToLookup(r => r.Root, r => r.Operator);
        _outputs = [.. schedule.Outputs.Select(schedule.Root)];
        FollowChannels();
    }

    /// <summary>Runs the pass. What nothing reads any more goes with <see cref="DropUnusedSteps"/>.</summary>
    public static Schedule Run(Schedule schedule)
    {
        var kept = new HashSet<Tensor>();
        while (true)
        {
            var pass = new FoldChannelMoves(schedule, kept);
            if (pass.Rewrite()) return schedule with { Steps = pass._steps.ToImmutable(), Aliases = pass._aliases };
        }
    }

    /// <summary>Rewrites all steps; false when some move must stay as it is, which it notes, so that another try is needed.</summary>
    private bool Rewrite()
    {
        foreach (Step step in _schedule.Steps)
        {
            Operator op = step.Operator;
            if (Sources(op) is not { } sources)
            {
                _steps.Add(step with { Operator = Reordered(op) });
            }
            else if (IsPassing(op))
            {
                _moved[op.Output] = sources;
            }
            else if (!TryGather(step, sources))
            {
                Keep(op);
                return false;
            }
        }

        return true;
    }

    /// <summary>Notes of every channel that is copied where it goes, in the model's order.</summary>
    private void FollowChannels()
    {
        foreach (Step step in _schedule.Steps)
        {
            if (Sources(step.Operator) is not { } sources) continue;
            if (IsPassing(step.Operator)) _moved[step.Operator.Output] = sources;
            else _journeys.Add(sources, step.Operator.Output);
        }

        _moved.Clear();
    }

    /// <summary>Where the channels lie that an operator moves, or null when it does more, or must stay as it is.</summary>
    private ImmutableArray<ImageChannel>? Sources(Operator op)
    {
        if (_kept.Contains(op.Output) || ChannelMove.Of(op) is not { } channels || !channels.All(c => HasChannelsOf(c.Image))) return null;
        return [.. channels.Select(c => _moved.TryGetValue(_schedule.Root(c.Image), out ImmutableArray<ImageChannel> from) ? from[c.Channel] : c with { Image = _schedule.Root(c.Image) })];
    }

    /// <summary>Whether a tensor's pixels are those of its root.</summary>
    private bool HasChannelsOf(Tensor tensor) => _schedule.Root(tensor) is var root && root.Shape.Rank is 4 or 5 && ChannelMove.Channels(root) == ChannelMove.Channels(tensor);

    /// <summary>Whether what an operator moves need not exist: only other moves read it. A slice always exists, so that what it leaves behind may go.</summary>
    private bool IsPassing(Operator op) =>
        op is not Slice && !_outputs.Contains(op.Output) && _readers[op.Output].Any() && _readers[op.Output].All(r => !_kept.Contains(r.Output) && ChannelMove.Of(r) is not null && r.ActivationInputs.All(HasChannelsOf));

    private bool TryGather(Step step, ImmutableArray<ImageChannel> sources)
    {
        Operator op = step.Operator;
        ImmutableArray<Tensor> images = [.. sources.Select(s => s.Image).Distinct()];
        ImmutableArray<int> order = [.. Enumerable.Range(0, sources.Length)];
        if (IsOrderFree(op.Output)) order = [.. order.OrderBy(c => _journeys.From(new(op.Output, c)), StringComparer.Ordinal).ThenBy(c => images.IndexOf(sources[c].Image)).ThenBy(c => sources[c].Channel)];
        ImmutableArray<(int Image, int Channel)> channels = [.. order.Select(c => (images.IndexOf(sources[c].Image), sources[c].Channel))];
        if (images.Length > 2 || Runs(channels) > MostRuns || images.Any(i => i.Shape.Rank != 4)) return false;
        Tensor output = images[0];
        if (images.Length > 1 || channels.Length != images[0].Shape[3] || Runs(channels) > 1)
        {
            output = op.Output.Shape.Rank == 4 ? op.Output : op.Output with { Shape = Shape.Of(op.Output.Shape[0], op.Output.Shape[1], op.Output.Shape[2], sources.Length) };
            _steps.Add(new(new GatherChannels(op.Index, images, output, channels), step.Fused));
        }

        if (output != op.Output) _aliases = _aliases.Add(op.Output, output);
        var places = new ImageChannel[order.Length];
        for (int place = 0; place < order.Length; place++) places[order[place]] = new(output, place);
        _moved[op.Output] = [.. places];
        return true;
    }

    /// <summary>Whether all that read a tensor can do so in any order of its channels.</summary>
    private bool IsOrderFree(Tensor root) => !_outputs.Contains(root) && _readers[root].All(r => r switch
    {
        Conv2D { Groups: 1 } => ReadsChannelsOf(r, root),
        DepthwiseConv2D { DepthMultiplier: 1 } d => ReadsChannelsOf(r, root) && IsOrderFree(d.Output),
        _ => !_kept.Contains(r.Output) && ChannelMove.Of(r) is not null && r.ActivationInputs.All(HasChannelsOf),
    });

    private static bool ReadsChannelsOf(Operator op, Tensor root) => op.ActivationInputs is [{ Shape.Rank: 4 } input] && input.Shape[3] == ChannelMove.Channels(root);

    /// <summary>An operator as it reads channels that changed their order.</summary>
    private Operator Reordered(Operator op)
    {
        if (op.ActivationInputs is not [var input] || !_moved.TryGetValue(_schedule.Root(input), out ImmutableArray<ImageChannel> places)) return op;
        var order = new int[places.Length];
        for (int channel = 0; channel < order.Length; channel++) order[places[channel].Channel] = channel;
        bool same = order.Select((channel, place) => channel == place).All(s => s);
        switch (op)
        {
            case Conv2D conv when !same:
                return ChannelOrder.Permute(conv, [.. order]);
            case DepthwiseConv2D depthwise when !same:
                _moved[op.Output] = [.. places.Select(p => p with { Image = op.Output })];
                return ChannelOrder.Permute(depthwise, [.. order]);
            default:
                return op;
        }
    }

    /// <summary>A move stays, and so must those before it that only it would have needed.</summary>
    private void Keep(Operator op)
    {
        if (!_kept.Add(op.Output)) return;
        foreach (Tensor input in op.ActivationInputs)
        {
            if (_schedule.Steps.FirstOrDefault(s => s.Operator.Output == _schedule.Root(input))?.Operator is { } before && ChannelMove.Of(before) is not null && IsPassing(before)) Keep(before);
        }
    }

    private static int Runs(ImmutableArray<(int Image, int Channel)> channels) =>
        channels.Where((c, i) => i == 0 || c != (channels[i - 1].Image, channels[i - 1].Channel + 1)).Count();
}
