using System.Text.Json;
using McuSim.Common;

namespace McuSim.Datasets.Coco;

/// <summary>An entry of one of the lists of a COCO file; what an entry does not have is null.</summary>
internal sealed class CocoEntry
{
    public long? Id { get; set; }

    public long? Image { get; set; }

    public long? Category { get; set; }

    public string? Name { get; set; }

    public double? Width { get; set; }

    public double? Height { get; set; }

    public double? SegmentArea { get; set; }

    /// <summary>Width and height of the box.</summary>
    public double? BoxWidth { get; set; }

    /// <inheritdoc cref="BoxWidth"/>
    public double? BoxHeight { get; set; }

    /// <summary>Forgets everything, to be filled again.</summary>
    public void Clear() => (Id, Image, Category, Name, Width, Height, SegmentArea, BoxWidth, BoxHeight) = (null, null, null, null, null, null, null, null, null);
}

/// <summary>Reads the lists of COCO's instances_*.json (cocodataset.org/#format-data) entry by entry.</summary>
internal sealed class CocoReader
{
    private enum Field
    {
        Other,
        Id,
        Image,
        Category,
        Name,
        Width,
        Height,
        SegmentArea,
        Box,
    }

    private const int InFile = 1, InList = 2, InEntry = 3, InField = 4;
    private static readonly (string Json, Field Field)[] Fields =
    [
        ("id", Field.Id), ("image_id", Field.Image), ("category_id", Field.Category), ("name", Field.Name), ("file_name", Field.Name),
        ("width", Field.Width), ("height", Field.Height), ("area", Field.SegmentArea), ("bbox", Field.Box),
    ];

    private readonly CocoEntry entry = new();
    private readonly Action<CocoEntry> found;
    private readonly string list;
    private bool inside;
    private Field field;
    private int boxElement;

    private CocoReader(string list, Action<CocoEntry> found)
    {
        this.list = list;
        this.found = found;
    }

    /// <summary>Reads one list of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="list">images, annotations or categories.</param>
    /// <param name="found">Gets each entry; it is used again for the next.</param>
    /// <exception cref="McuSimException">The file cannot be read, is no JSON, or does not have the list.</exception>
    public static void Read(string path, string list, Action<CocoEntry> found)
    {
        bool any = false;
        var reader = new CocoReader(list, entry =>
        {
            any = true;
            found(entry);
        });
        JsonTokens.Read(path, reader.Token);
        if (!any)
            throw McuSimException.BadInput($"{path} has no list \"{list}\" with entries; give COCO's instances_*.json.");
    }

    private void Token(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName when depth == InFile:
                inside = reader.ValueTextEquals(list);
                break;
            case JsonTokenType.StartObject when inside && depth == InList:
                entry.Clear();
                break;
            case JsonTokenType.EndObject when inside && depth == InList:
                found(entry);
                break;
            case JsonTokenType.PropertyName when inside && depth == InEntry:
                field = FieldOf(ref reader);
                boxElement = 0;
                break;
            case JsonTokenType.String when inside && depth == InEntry && field == Field.Name:
                entry.Name = reader.GetString();
                break;
            case JsonTokenType.Number when inside && depth == InEntry:
                Number(ref reader);
                break;
            case JsonTokenType.Number when inside && depth == InField && field == Field.Box:
                boxElement++;
                if (boxElement == 3) entry.BoxWidth = reader.GetDouble();
                if (boxElement == 4) entry.BoxHeight = reader.GetDouble();
                break;
        }
    }

    private void Number(ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case Field.Id: entry.Id = Whole(ref reader); break;
            case Field.Image: entry.Image = Whole(ref reader); break;
            case Field.Category: entry.Category = Whole(ref reader); break;
            case Field.Width: entry.Width = reader.GetDouble(); break;
            case Field.Height: entry.Height = reader.GetDouble(); break;
            case Field.SegmentArea: entry.SegmentArea = reader.GetDouble(); break;
        }
    }

    private static long? Whole(ref Utf8JsonReader reader) => reader.TryGetInt64(out long value) ? value : null;

    private static Field FieldOf(ref Utf8JsonReader reader)
    {
        foreach ((string json, Field field) in Fields)
        {
            if (reader.ValueTextEquals(json))
                return field;
        }
        return Field.Other;
    }
}
