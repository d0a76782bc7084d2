namespace McuSim.Gate;

/// <summary>What changed beneath the figures: files by their hashes, compiler, options, the layers and their kernels.</summary>
internal static class ChangesBeneath
{
    private const int MostLayers = 8;

    public static IEnumerable<string> Of(Trace before, Trace after, Alignment alignment)
    {
        foreach (Fact fact in after.Facts)
        {
            if (before.Fact(fact.Name) is { } was && was != fact.Value) yield return Changed(fact.Name, was, fact.Value);
            else if (before.Fact(fact.Name) is null && fact.Name == FactNames.Misfit) yield return $"the network does not fit any more: {fact.Value}";
        }

        if (before.Fact(FactNames.Misfit) is { } misfit && !after.IsMisfit) yield return $"the network fits now; before, {misfit}";
        if (before.Layers.Length == 0 || after.Layers.Length == 0) yield break;
        string[] layers = [.. Layers(before, after, alignment)];
        foreach (string line in layers.Take(MostLayers)) yield return line;
        if (layers.Length > MostLayers) yield return $"and {layers.Length - MostLayers} more layers changed";
    }

    private static string Changed(string name, string was, string now) => name is FactNames.ModelHash or FactNames.ImageHash or FactNames.BoardHash or FactNames.FirmwareHash
        ? $"{FactNames.Describe(name)} changed (sha256 {Short(was)} → {Short(now)})"
        : $"{FactNames.Describe(name)} changed: {was} → {now}";

    private static IEnumerable<string> Layers(Trace before, Trace after, Alignment alignment)
    {
        foreach (LayerTrace now in after.Layers)
        {
            if (alignment.Before(now) is not { } was) yield return $"{now.Name} is new ({now.Operator} {now.Shape}, kernel {now.Kernel})";
            else if (was.Kernel != now.Kernel) yield return $"{now.Name} uses the kernel {now.Kernel} (before {was.Kernel})";
            else if (was.Shape != now.Shape) yield return $"{now.Name} computes {now.Shape} (before {was.Shape})";
        }

        foreach (LayerTrace gone in before.Layers.Where(alignment.IsGone)) yield return $"{gone.Name} is gone ({gone.Operator} {gone.Shape})";
    }

    private static string Short(string hash) => hash.Length > 8 ? hash[..8] : hash;
}
