using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>The buffers that a schedule needs, grouped by which take over the bytes of others.</summary>
internal static class Liveness
{
    /// <summary>The groups.</summary>
    /// <param name="schedule">The steps.</param>
    /// <param name="lifetimes">Of its tensors, under that division.</param>
    /// <param name="units">The steps divided into units.</param>
    public static List<BufferGroup> Groups(Schedule schedule, Lifetimes lifetimes, IReadOnlyList<Unit> units)
    {
        var groups = new List<BufferGroup>();
        var placed = new Dictionary<ArenaBuffer, (BufferGroup Group, int Delta)>(ReferenceEqualityComparer.Instance);
        void Add(ArenaBuffer buffer, BufferGroup? group, int delta)
        {
            if (group is null) groups.Add(group = new());
            group.Members.Add((buffer, delta));
            placed[buffer] = (group, delta);
        }

        foreach (Tensor input in schedule.Given)
        {
            if (!placed.ContainsKey(lifetimes.Of(input))) Add(lifetimes.Of(input), null, 0);
        }

        foreach (Unit unit in units)
        {
            for (int position = unit.First; position < unit.Last; position++) Add(lifetimes.Of(schedule.Steps[position].Operator.Output), null, 0);
            ArenaBuffer output = lifetimes.Of(schedule.Steps[unit.Last].Operator.Output);
            if (placed.ContainsKey(output))
            {
                // A variable's place was there before.
            }
            else if (unit.Overlap is { } overlap)
            {
                (BufferGroup group, int delta) = placed[lifetimes.Of(overlap.Input)];
                Add(output, group, delta + overlap.Delta);
            }
            else
            {
                Add(output, null, 0);
            }

            if (unit.ScratchBytes > 0) Add(new(unit.ScratchName(schedule), null, unit.ScratchBytes, unit.First, unit.Last), null, 0);
        }

        foreach (BufferGroup group in groups) group.Normalize();
        return groups;
    }
}
