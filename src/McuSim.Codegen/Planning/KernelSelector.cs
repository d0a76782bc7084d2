using System.Collections.Immutable;

namespace McuSim.Codegen;

/// <summary>Chooses a kernel for every step.</summary>
internal static class KernelSelector
{
    /// <summary>The choice for a schedule, by the goal of the options.</summary>
    public static ImmutableArray<KernelChoice> Choose(Schedule schedule, KernelContext context) =>
        [.. schedule.Steps.Select(s => KernelCatalog.OffersFor(s.Operator, context)[0])];
}
