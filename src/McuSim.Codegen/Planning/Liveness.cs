using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>The buffers that a schedule needs, grouped by which take over the bytes of others.</summary>
internal static class Liveness
{
    /// <summary>The groups.</summary>
    /// <param name="schedule">The steps.</param>
    /// <param name="lifetimes">Of its tensors.</param>
    /// <param name="choices">What each step gets.</param>
    public static List<BufferGroup> Groups(Schedule schedule, Lifetimes lifetimes, IReadOnlyList<LayerChoice> choices)
    {
        var groups = new List<BufferGroup>();
        var placed = new Dictionary<ArenaBuffer, (BufferGroup Group, int Delta)>(ReferenceEqualityComparer.Instance);
        void Add(ArenaBuffer buffer, BufferGroup? group, int delta)
        {
            if (group is null) groups.Add(group = new());
            group.Members.Add((buffer, delta));
            placed[buffer] = (group, delta);
        }

        foreach (Tensor input in schedule.Inputs)
        {
            if (!placed.ContainsKey(lifetimes.Of(input))) Add(lifetimes.Of(input), null, 0);
        }

        for (int position = 0; position < schedule.Steps.Length; position++)
        {
            ArenaBuffer output = lifetimes.Of(schedule.Steps[position].Operator.Output);
            if (choices[position].Overlap is { } overlap)
            {
                (BufferGroup group, int delta) = placed[lifetimes.Of(overlap.Input)];
                Add(output, group, delta + overlap.Delta);
            }
            else
            {
                Add(output, null, 0);
            }

            int scratch = choices[position].Offer.ScratchBytes;
            if (scratch > 0) Add(new(LayerNames.Scratch(schedule, position), null, scratch, position, position), null, 0);
        }

        foreach (BufferGroup group in groups) group.Normalize();
        return groups;
    }
}
