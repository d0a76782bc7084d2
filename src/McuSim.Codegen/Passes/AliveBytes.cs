using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>How many bytes are alive while steps run in some order, each by itself and in bytes of its own.</summary>
/// <param name="schedule">The steps.</param>
internal sealed class AliveBytes(Schedule schedule)
{
    private readonly Dictionary<object, (Tensor Output, ImmutableArray<Tensor> Inputs)> _uses =
        schedule.Steps.ToDictionary<Step, object, (Tensor, ImmutableArray<Tensor>)>(s => s, s => (s.Operator.Output, s.Operator.ActivationInputs.Select(schedule.Root).ToImmutableArray()), ReferenceEqualityComparer.Instance);

    private readonly HashSet<Tensor> _outputs = [.. schedule.Outputs.Select(schedule.Root)];

    /// <summary>The most bytes alive at a step, and their sum over the steps, from one position to another.</summary>
    public (long Peak, long Sum) Of(ImmutableArray<Step> order, int first, int end)
    {
        var last = new Dictionary<Tensor, int>();
        for (int position = 0; position < order.Length; position++)
        {
            foreach (Tensor input in _uses[order[position]].Inputs) last[input] = position;
        }

        long alive = schedule.Inputs.Sum(t => (long)t.ByteCount), peak = 0, sum = 0;
        for (int position = 0; position <= end; position++)
        {
            (Tensor output, ImmutableArray<Tensor> inputs) = _uses[order[position]];
            alive += output.ByteCount;
            if (position >= first) (peak, sum) = (Math.Max(peak, alive), sum + alive);
            alive -= inputs.Distinct().Where(t => last[t] == position && !_outputs.Contains(t)).Sum(t => (long)t.ByteCount);
        }

        return (peak, sum);
    }
}
