using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace McuSim.Common.Yaml;

/// <summary>
/// Reads a YAML text into nodes that know their lines. The part of YAML that these files need is small, and the rest is refused: anchors and
/// aliases (a few of them can expand to gigabytes), tags, several documents, deep nesting.
/// </summary>
internal sealed class YamlReader
{
    private const int MaxDepth = 8;
    private const int MaxNodes = 10_000;

    private readonly string file;
    private readonly Parser parser;
    private int nodes;

    private YamlReader(string file, string text)
    {
        this.file = file;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>Reads the one mapping that the file consists of.</summary>
    /// <param name="file">The file's name for messages.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="McuSimException">The text is not YAML, or not of the kind described above.</exception>
    public static YamlMapping Read(string file, string text)
    {
        try
        {
            return new YamlReader(file, text).Document();
        }
        catch (YamlException e)
        {
            throw McuSimException.BadInput($"{new Place(file, e.Start.Line)}: this is not YAML: {Quote.Sentence(e.Message)}.", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException or FormatException or OverflowException)
        {
            throw McuSimException.BadInput($"{file}: this is not YAML that can be read: {Quote.Sentence(e.Message)}.", e);
        }
    }

    private YamlMapping Document()
    {
        Next();
        if (Next() is not DocumentStart)
            throw McuSimException.BadInput($"{file}: the file is empty; it must hold fields (name: value).");
        YamlNode root = Node(Next(), 0);
        if (root is not YamlMapping mapping)
            throw McuSimException.BadInput($"{root.Place}: the file must hold fields (name: value), not a single value or a list.");
        Next();
        if (Next() is not StreamEnd)
            throw Bad(parser.Current!, "the file must hold one document only");
        return mapping;
    }

    private ParsingEvent Next() =>
        parser.MoveNext() ? parser.Current! : throw McuSimException.BadInput($"{file}: the file ends too early.");

    private YamlNode Node(ParsingEvent start, int depth)
    {
        if (depth > MaxDepth)
            throw Bad(start, $"values are nested more than {MaxDepth} deep");
        if (++nodes > MaxNodes)
            throw Bad(start, $"the file holds more than {MaxNodes} values");
        if (start is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
            throw Bad(start, "anchors and tags are not supported; write the value out");
        return start switch
        {
            Scalar scalar => new YamlScalar(At(scalar), scalar.Value),
            SequenceStart => Sequence(start, depth),
            MappingStart => Mapping(start, depth),
            AnchorAlias => throw Bad(start, "aliases are not supported; write the value out"),
            _ => throw Bad(start, "a value was expected"),
        };
    }

    private YamlSequence Sequence(ParsingEvent start, int depth)
    {
        var items = new List<YamlNode>();
        for (ParsingEvent next = Next(); next is not SequenceEnd; next = Next())
            items.Add(Node(next, depth + 1));
        return new YamlSequence(At(start), items);
    }

    private YamlMapping Mapping(ParsingEvent start, int depth)
    {
        var fields = new List<YamlField>();
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        for (ParsingEvent next = Next(); next is not MappingEnd; next = Next())
        {
            if (next is not Scalar key || !key.Anchor.IsEmpty || !key.Tag.IsEmpty)
                throw Bad(next, "a field's name was expected");
            if (!lines.TryAdd(key.Value, key.Start.Line))
                throw Bad(next, $"the field {Quote.Text(key.Value)} was already given in line {lines[key.Value]}");
            fields.Add(new YamlField(key.Value, At(key), Node(Next(), depth + 1)));
        }
        return new YamlMapping(At(start), fields);
    }

    private Place At(ParsingEvent e) => new(file, e.Start.Line);

    private McuSimException Bad(ParsingEvent e, string what) => McuSimException.BadInput($"{At(e)}: {what}.");
}
