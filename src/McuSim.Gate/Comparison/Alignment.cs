namespace McuSim.Gate;

/// <summary>
/// Which layer of one trace is which of another. Names carry positions, so that one layer more renames all behind it; the layers are therefore
/// matched in order by what they compute (Needleman and Wunsch, 1970).
/// </summary>
internal sealed class Alignment
{
    private readonly Dictionary<string, LayerTrace> beforeOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> nameNow = new(StringComparer.Ordinal);

    public Alignment(IReadOnlyList<LayerTrace> before, IReadOnlyList<LayerTrace> after)
    {
        var best = new int[before.Count + 1, after.Count + 1];
        for (int i = before.Count - 1; i >= 0; i--)
        {
            for (int k = after.Count - 1; k >= 0; k--)
                best[i, k] = Math.Max(Math.Max(best[i + 1, k], best[i, k + 1]), best[i + 1, k + 1] + Likeness(before[i], after[k]));
        }

        int b = 0, a = 0;
        while (b < before.Count && a < after.Count)
        {
            int likeness = Likeness(before[b], after[a]);
            if (likeness > 0 && best[b, a] == best[b + 1, a + 1] + likeness)
            {
                beforeOf[after[a].Name] = before[b];
                nameNow[before[b].Name] = after[a].Name;
                b++;
                a++;
            }
            else if (best[b, a] == best[b + 1, a]) b++;
            else a++;
        }
    }

    /// <summary>What a layer was before, or null for a new one.</summary>
    public LayerTrace? Before(LayerTrace after) => beforeOf.GetValueOrDefault(after.Name);

    /// <summary>Whether a layer of before is gone.</summary>
    public bool IsGone(LayerTrace before) => !nameNow.ContainsKey(before.Name);

    /// <summary>A name of before with today's name of the layer in it: <c>layer_03_add/out</c> may be <c>layer_04_add/out</c> now.</summary>
    public string NameNow(string name)
    {
        int slash = name.IndexOf('/');
        string layer = slash < 0 ? name : name[..slash];
        return nameNow.TryGetValue(layer, out string? now) ? now + (slash < 0 ? "" : name[slash..]) : name;
    }

    /// <summary>Today's name of a symbol of before: those of a layer begin with the layer's name.</summary>
    public string SymbolNow(string name)
    {
        for (int end = name.Length; end > 0; end = name.LastIndexOf('_', end - 1))
        {
            if (nameNow.TryGetValue(name[..end], out string? now)) return now + name[end..];
        }

        return name;
    }

    private static int Likeness(LayerTrace a, LayerTrace b)
    {
        if (a.Operator != b.Operator) return 0;
        return 4 + (a.Shape == b.Shape ? 4 : 0) + (a.Macs == b.Macs ? 2 : 0) + (a.Name == b.Name ? 1 : 0);
    }
}
