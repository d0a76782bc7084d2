namespace McuSim.Common.Yaml;

/// <summary>A mapping of a YAML file while it is read: knows which fields may stand in it, gives typed values, and says what is wrong where.</summary>
internal sealed class Section
{
    private readonly YamlMapping mapping;
    private readonly string path;

    private Section(YamlMapping mapping, string path)
    {
        this.mapping = mapping;
        this.path = path;
    }

    /// <summary>Opens a mapping; fields not in <paramref name="known"/> are an error that suggests the nearest of them.</summary>
    public static Section Open(YamlMapping mapping, string path, params ReadOnlySpan<string> known)
    {
        foreach (YamlField field in mapping.Fields)
        {
            if (!known.Contains(field.Name))
            {
                string where = path.Length == 0 ? "the file" : path;
                throw McuSimException.BadInput(
                    $"{field.Place}: {where} has no field {Quote.Text(field.Name)}{NearNames.Hint(field.Name, known.ToArray())}");
            }
        }
        return new Section(mapping, path);
    }

    public Place Place => mapping.Place;

    public bool Has(string name) => mapping.Find(name) is not null;

    /// <summary>The mapping in a field, opened.</summary>
    public Section Child(string name, params ReadOnlySpan<string> known) => Open(Mapping(name), PathOf(name), known);

    public YamlMapping Mapping(string name) => Value(name) as YamlMapping ?? throw Wrong(name, "fields below it (name: value)");

    public string Text(string name) => Scalar(Value(name), name).Text;

    /// <summary>A text for people: one line, not empty, at most 1000 characters.</summary>
    public string Line(string name)
    {
        string text = Text(name).Trim();
        return text.Length is > 0 and <= 1000 && !text.Any(char.IsControl) ? text : throw Wrong(name, "one line of text, at most 1000 characters");
    }

    public bool Flag(string name, bool otherwise) => !Has(name) ? otherwise : Text(name) switch
    {
        "true" => true,
        "false" => false,
        _ => throw Wrong(name, "true or false"),
    };

    public int Whole(string name, int least, int most) =>
        Quantity.Whole(Text(name)) is { } value && value >= least && value <= most ? value : throw Wrong(name, $"a whole number from {least} to {most}");

    public int Whole(string name, int least, int most, int otherwise) => Has(name) ? Whole(name, least, most) : otherwise;

    /// <summary>A decimal number.</summary>
    public double Real(string name, double least, double most, double otherwise) => !Has(name) ? otherwise
        : Quantity.Real(Text(name)) is { } value && value >= least && value <= most
            ? value
            : throw Wrong(name, FormattableString.Invariant($"a number from {least} to {most}"));

    /// <summary>The texts of a list of single values.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        [.. List(name).Select(item => item is YamlScalar scalar ? scalar.Text : throw Wrong(name, "a list of single values"))];

    public uint Bytes(string name, uint least, uint most) =>
        Quantity.Bytes(Text(name)) is { } value && value >= least && value <= most
            ? (uint)value
            : throw Wrong(name, $"a size from {SizeText(least)} to {SizeText(most)}, for example \"64 KB\" or \"0x10000\"");

    public uint Address(string name) =>
        Quantity.Hexadecimal(Text(name)) is { } value && value <= uint.MaxValue ? (uint)value : throw Wrong(name, "an address, for example 0x08000000");

    public long Hertz(string name, long least, long most) =>
        Quantity.Hertz(Text(name)) is { } value && value >= least && value <= most ? value : throw Wrong(name, "a clock from 1 kHz to 4 GHz, for example \"100 MHz\"");

    public decimal Of(string name, string unit, decimal least, decimal most, string example) =>
        Quantity.Of(Text(name), unit) is { } value && value >= least && value <= most
            ? value
            : throw Wrong(name, FormattableString.Invariant($"a number from {least} to {most} with the unit {unit}, for example \"{example}\""));

    public T Choice<T>(string name, params ReadOnlySpan<(string Text, T Value)> choices)
    {
        string text = Text(name);
        foreach ((string choice, T value) in choices)
        {
            if (choice == text)
                return value;
        }
        var texts = new List<string>();
        foreach ((string choice, _) in choices)
            texts.Add(choice);
        throw Wrong(name, $"one of {string.Join(", ", texts)}");
    }

    public IReadOnlyList<YamlNode> List(string name) => (Value(name) as YamlSequence)?.Items ?? throw Wrong(name, "a list");

    /// <summary>The error that a field is not what was expected.</summary>
    public McuSimException Wrong(string name, string expected)
    {
        YamlField? field = mapping.Find(name);
        string found = field?.Value switch
        {
            YamlScalar { Text: "" } => "nothing",
            YamlScalar scalar => Quote.Text(scalar.Text),
            YamlSequence => "a list",
            _ => "fields",
        };
        return McuSimException.BadInput($"{field?.Value.Place ?? Place}: {PathOf(name)} must be {expected}, not {found}.");
    }

    /// <summary>An error about a field, in words of its own.</summary>
    public McuSimException Bad(string name, string what) =>
        McuSimException.BadInput($"{mapping.Find(name)?.Place ?? Place}: {PathOf(name)} {what}.");

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private YamlNode Value(string name) => mapping.Find(name)?.Value
        ?? throw McuSimException.BadInput($"{Place}: the field \"{name}\" is missing {(path.Length == 0 ? "from the file" : $"below {path}")}.");

    private YamlScalar Scalar(YamlNode node, string name) => node as YamlScalar ?? throw Wrong(name, "a single value");

    private static string SizeText(uint bytes) => bytes switch
    {
        >= 1 << 20 => $"{bytes >> 20} MB",
        >= 1 << 10 => $"{bytes >> 10} KB",
        _ => $"{bytes} B",
    };
}
