using System.Globalization;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Which buffers a schedule needs, from when to when, and which take over the bytes of others.</summary>
internal static class Liveness
{
    /// <summary>The buffers of a schedule in groups.</summary>
    /// <param name="schedule">The steps.</param>
    /// <param name="offers">What each step's kernel takes.</param>
    public static List<BufferGroup> Groups(Schedule schedule, IReadOnlyList<KernelOffer> offers)
    {
        Dictionary<Tensor, ArenaBuffer> buffers = TensorBuffers(schedule);
        var groups = new List<BufferGroup>();
        var groupOf = new Dictionary<ArenaBuffer, (BufferGroup Group, int Delta)>(ReferenceEqualityComparer.Instance);
        void Add(ArenaBuffer buffer, BufferGroup group, int delta)
        {
            group.Members.Add((buffer, delta));
            groupOf[buffer] = (group, delta);
        }

        BufferGroup NewGroup()
        {
            var group = new BufferGroup();
            groups.Add(group);
            return group;
        }

        foreach (Tensor input in schedule.Inputs)
        {
            if (!groupOf.ContainsKey(buffers[schedule.Root(input)])) Add(buffers[schedule.Root(input)], NewGroup(), 0);
        }

        for (int position = 0; position < schedule.Steps.Length; position++)
        {
            Operator step = schedule.Steps[position].Operator;
            ArenaBuffer output = buffers[step.Output];
            if (TakenOver(schedule, buffers, offers[position], position) is { } overlap)
            {
                (BufferGroup group, int delta) = groupOf[buffers[schedule.Root(overlap.Input)]];
                Add(output, group, delta + overlap.Delta);
            }
            else
            {
                Add(output, NewGroup(), 0);
            }

            if (offers[position].ScratchBytes > 0)
                Add(new(LayerNames.Scratch(schedule, position), null, offers[position].ScratchBytes, position, position), NewGroup(), 0);
        }

        foreach (BufferGroup group in groups) group.Normalize();
        return groups;
    }

    /// <summary>The first overlap that the kernel allows with an input that dies in this layer.</summary>
    private static Overlap? TakenOver(Schedule schedule, Dictionary<Tensor, ArenaBuffer> buffers, KernelOffer offer, int position)
    {
        foreach (Overlap overlap in offer.Overlaps)
        {
            if (buffers[schedule.Root(overlap.Input)].Last == position) return overlap;
        }

        return null;
    }

    private static Dictionary<Tensor, ArenaBuffer> TensorBuffers(Schedule schedule)
    {
        var first = new Dictionary<Tensor, int>();
        var last = new Dictionary<Tensor, int>();
        foreach (Tensor input in schedule.Inputs) first[schedule.Root(input)] = last[schedule.Root(input)] = -1;
        for (int position = 0; position < schedule.Steps.Length; position++)
        {
            Operator step = schedule.Steps[position].Operator;
            first[step.Output] = last[step.Output] = position;
            foreach (Tensor input in step.ActivationInputs) last[schedule.Root(input)] = position;
        }

        foreach (Tensor output in schedule.Outputs) last[schedule.Root(output)] = schedule.Steps.Length;
        var names = TensorNames(schedule);
        return first.Keys.ToDictionary(t => t, t => new ArenaBuffer(names[t], t, t.ByteCount, first[t], last[t]));
    }

    private static Dictionary<Tensor, string> TensorNames(Schedule schedule)
    {
        var names = new Dictionary<Tensor, string>();
        for (int i = 0; i < schedule.Inputs.Length; i++)
            names.TryAdd(schedule.Root(schedule.Inputs[i]), string.Create(CultureInfo.InvariantCulture, $"input_{i}"));
        for (int position = 0; position < schedule.Steps.Length; position++)
            names[schedule.Steps[position].Operator.Output] = LayerNames.Output(schedule, position);
        return names;
    }
}
