using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Which tensors must keep the same channels, because an operator takes channel c of one to channel c of the other; and which must keep all,
/// because the user sees them or an operator mixes channels in other ways.
/// </summary>
internal sealed class ChannelClasses
{
    private readonly Schedule _schedule;
    private readonly Dictionary<Tensor, Tensor> _parents = [];
    private readonly HashSet<Tensor> _whole = [];

    public ChannelClasses(Schedule schedule)
    {
        _schedule = schedule;
        foreach (Tensor tensor in schedule.Given.Concat(schedule.Outputs)) _whole.Add(schedule.Root(tensor));
        foreach ((Tensor alias, Tensor _) in schedule.Aliases)
        {
            if (!KeepsChannels(alias)) _whole.Add(schedule.Root(alias));
        }

        foreach (Step step in schedule.Steps) Add(step.Operator);
    }

    /// <summary>The tensor that stands for the class of a tensor.</summary>
    public Tensor Of(Tensor tensor)
    {
        tensor = _schedule.Root(tensor);
        while (_parents.TryGetValue(tensor, out Tensor? parent)) tensor = parent;
        return tensor;
    }

    /// <summary>The classes that must keep all their channels.</summary>
    public HashSet<Tensor> Whole => [.. _whole.Select(Of)];

    /// <summary>Whether a mean is over height and width.</summary>
    public static bool KeepsChannels(Mean op) => op.Input.Shape.Rank == 4 && !op.Axes.Contains(3) && op.Output.Shape[-1] == op.Input.Shape[3];

    private void Add(Operator op)
    {
        switch (op)
        {
            case Conv2D { Groups: 1 } or FullyConnected:
                break; // each output channel for itself, reading any input channel
            case DepthwiseConv2D { DepthMultiplier: 1 } or Pool2D or Relu or Logistic or Quantize { IsRequantization: true } when KeepsChannels(op):
            case Pad { Before: [_, _, _, 0], After: [_, _, _, 0] } when KeepsChannels(op):
            case Mean mean when KeepsChannels(mean) && KeepsChannels(op):
                Join(op.ActivationInputs[0], op.Output);
                break;
            case Elementwise e when e.ActivationInputs.Length == 2 && e.Left.Shape.Equals(e.Output.Shape) && e.Right.Shape.Equals(e.Output.Shape) && KeepsChannels(op):
                Join(e.Left, op.Output);
                Join(e.Right, op.Output);
                break;
            default:
                foreach (Tensor tensor in op.ActivationInputs.Append(op.Output)) _whole.Add(_schedule.Root(tensor));
                break;
        }
    }

    /// <summary>Whether every activation the operator reads has its output's channels in the last dimension.</summary>
    private bool KeepsChannels(Operator op) =>
        op.Output.Shape.Rank > 0 && op.ActivationInputs.Length > 0
        && op.ActivationInputs.All(t => t.Shape.Rank > 0 && t.Shape[-1] == op.Output.Shape[-1] && _schedule.Root(t).Shape.Rank > 0 && _schedule.Root(t).Shape[-1] == t.Shape[-1]);

    /// <summary>Whether the last dimension of an alias is that of its root, or the whole image in one row (which fully connected layers read).</summary>
    private bool KeepsChannels(Tensor alias)
    {
        Tensor root = _schedule.Root(alias);
        if (root.Shape.Rank == 0 || alias.Shape.Rank == 0) return false;
        bool readAsRow = _schedule.Steps.Where(s => s.Operator.ActivationInputs.Contains(alias)).All(s => s.Operator is FullyConnected);
        return alias.Shape[-1] == root.Shape[-1] || (alias.Shape[-1] % root.Shape[-1] == 0 && readAsRow && !_schedule.Aliases.ContainsValue(alias));
    }

    private void Join(Tensor a, Tensor b)
    {
        (a, b) = (Of(a), Of(b));
        if (a != b) _parents[a] = b;
    }
}
