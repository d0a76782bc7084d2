namespace McuSim.Codegen;

/// <summary>Checks that a plan is safe: every buffer lies aligned inside the arena, and buffers alive together do not share bytes unless one takes over the other.</summary>
internal static class PlanChecker
{
    /// <summary>What is wrong with a plan; empty when it is safe.</summary>
    public static IEnumerable<string> Errors(Plan plan)
    {
        foreach (PlannedBuffer buffer in plan.Buffers)
        {
            if (buffer.Offset < 0 || buffer.Offset % ArenaLayout.Alignment != 0 || buffer.Offset + (long)buffer.Bytes > plan.ArenaBytes)
                yield return $"{buffer.Name} lies at {buffer.Offset} to {buffer.Offset + (long)buffer.Bytes} of an arena of {plan.ArenaBytes}";
        }

        for (int i = 0; i < plan.Buffers.Length; i++)
        {
            for (int j = i + 1; j < plan.Buffers.Length; j++)
            {
                PlannedBuffer a = plan.Buffers[i], b = plan.Buffers[j];
                bool sameTime = a.FirstLayer <= b.LastLayer && b.FirstLayer <= a.LastLayer;
                bool sameBytes = a.Offset < b.Offset + b.Bytes && b.Offset < a.Offset + a.Bytes;
                if (sameTime && sameBytes && !TakesOver(plan, a, b) && !TakesOver(plan, b, a)) yield return $"{a.Name} and {b.Name} share bytes";
            }
        }
    }

    /// <summary>Whether <paramref name="later"/> replaces <paramref name="earlier"/> in the one layer, or stream, that reads it last.</summary>
    private static bool TakesOver(Plan plan, PlannedBuffer later, PlannedBuffer earlier) =>
        later.InPlaceOf == earlier.Name
        && (earlier.LastLayer == later.FirstLayer || plan.Streams.Any(s => s.First == later.FirstLayer && s.Last == earlier.LastLayer));
}
