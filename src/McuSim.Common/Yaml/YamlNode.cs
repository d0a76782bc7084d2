namespace McuSim.Common.Yaml;

/// <summary>Where something stands in a file, for messages.</summary>
internal readonly record struct Place(string File, long Line)
{
    public override string ToString() => $"{File}, line {Line.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
}

/// <summary>A value in a YAML file and where it stands.</summary>
internal abstract class YamlNode(Place place)
{
    public Place Place { get; } = place;
}

/// <summary>A text, number or flag; what it means is the reader's business.</summary>
internal sealed class YamlScalar(Place place, string text) : YamlNode(place)
{
    public string Text { get; } = text;
}

/// <summary>A list.</summary>
internal sealed class YamlSequence(Place place, IReadOnlyList<YamlNode> items) : YamlNode(place)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;
}

/// <summary>Fields with their values, in the order of the file.</summary>
internal sealed class YamlMapping(Place place, IReadOnlyList<YamlField> fields) : YamlNode(place)
{
    public IReadOnlyList<YamlField> Fields { get; } = fields;

    public YamlField? Find(string name)
    {
        foreach (YamlField field in Fields)
        {
            if (field.Name == name)
                return field;
        }
        return null;
    }

    /// <summary>This mapping over <paramref name="lower"/>: fields of both are merged where both are mappings, else this one's stand.</summary>
    public YamlMapping Over(YamlMapping lower)
    {
        var fields = new List<YamlField>(lower.Fields.Count + Fields.Count);
        foreach (YamlField old in lower.Fields)
        {
            YamlField? own = Find(old.Name);
            fields.Add(own switch
            {
                null => old,
                { Value: YamlMapping upper } when old.Value is YamlMapping below => own with { Value = upper.Over(below) },
                _ => own,
            });
        }
        fields.AddRange(Fields.Where(f => lower.Find(f.Name) is null));
        return new YamlMapping(Place, fields);
    }
}

/// <summary>One field of a mapping.</summary>
internal sealed record YamlField(string Name, Place Place, YamlNode Value);
