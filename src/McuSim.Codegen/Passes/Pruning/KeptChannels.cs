using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Which channels of each class of tensors must exist: those that some operator reads and that are not constants folded into its bias.</summary>
internal sealed class KeptChannels
{
    // Kernels work on words of four channels, so a few channels that could go stay where that keeps words whole.
    private const int Together = 4;

    private readonly Schedule _schedule;
    private readonly ChannelClasses _classes;
    private readonly ConstantChannels _constants;
    private readonly Dictionary<Tensor, bool[]> _needed = [];

    public KeptChannels(Schedule schedule, ConstantChannels constants)
    {
        (_schedule, _constants, _classes) = (schedule, constants, new(schedule));
        foreach (Tensor tensor in schedule.Given.Concat(schedule.Steps.Select(s => s.Operator.Output)))
        {
            Tensor of = _classes.Of(tensor);
            if (!_needed.ContainsKey(of)) _needed[of] = new bool[of.Shape.Rank == 0 ? 1 : of.Shape[-1]];
        }

        foreach (Tensor whole in _classes.Whole) Array.Fill(_needed[whole], true);
        while (schedule.Steps.Reverse().Count(s => Spread(s.Operator)) > 0)
        {
            // Needs grow until nothing changes.
        }

        foreach (bool[] needed in _needed.Values) RoundUp(needed);
    }

    /// <summary>The channels kept of a tensor, ascending; default when all are.</summary>
    public ImmutableArray<int> Of(Tensor tensor)
    {
        bool[] needed = _needed[_classes.Of(tensor)];
        return needed.All(n => n) ? default : [.. Enumerable.Range(0, needed.Length).Where(c => needed[c])];
    }

    /// <summary>Adds what the kept outputs of an operator need of its input. True when that is more than before.</summary>
    private bool Spread(Operator op)
    {
        if (op is not (Conv2D { Groups: 1 } or FullyConnected)) return false;
        bool[] outputs = _needed[_classes.Of(op.Output)], inputs = _needed[_classes.Of(op.ActivationInputs[0])];
        if (_constants.Matrix(op) is not { } matrix || matrix.InputChannels != inputs.Length)
        {
            bool all = inputs.All(n => n);
            Array.Fill(inputs, true);
            return !all;
        }

        bool changed = false;
        for (int input = 0; input < inputs.Length; input++)
        {
            if (inputs[input] || (_constants.Value(matrix.Input, input) is { } value && matrix.CanFold(value))) continue;
            for (int output = 0; output < outputs.Length && !inputs[input]; output++)
            {
                if (!outputs[output] || !matrix.Reads(output, input)) continue;
                changed = inputs[input] = true;
            }
        }

        return changed;
    }

    private static void RoundUp(bool[] needed)
    {
        int together = needed.Length % Together == 0 ? Together : 1;
        int wanted = Math.Max(together, (needed.Count(n => n) + together - 1) / together * together);
        for (int c = 0; c < needed.Length && needed.Count(n => n) < wanted; c++) needed[c] = true;
    }
}
