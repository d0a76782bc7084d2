namespace McuSim.Gate;

/// <summary>What changed of the layer that a metric is about.</summary>
internal static class LayerBlame
{
    public static IEnumerable<string> Of(Trace before, Trace after, Alignment alignment, string metric)
    {
        LayerTrace? layer = after.Layers.FirstOrDefault(l => metric.StartsWith($"layers.{l.Name}.", StringComparison.Ordinal));
        if (layer is null) return [];
        if (metric.EndsWith(".arena", StringComparison.Ordinal)) return ArenaBlame.Of(before, after, alignment, layer.Name);
        if (alignment.Before(layer) is not { } was) return [$"{layer.Name} is new"];
        string renamed = was.Name == layer.Name ? "" : $" (before {was.Name})";
        string why = CycleBlame.Why(before, after, alignment, layer.Name).TrimStart(';', ' ');
        return why.Length + renamed.Length == 0 ? [] : [$"{layer.Name}{renamed}: {why}"];
    }
}
