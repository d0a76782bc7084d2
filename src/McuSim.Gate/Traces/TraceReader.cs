using System.Collections.Immutable;
using System.Globalization;
using System.Text;

using McuSim.Common;
using McuSim.Measurement;

namespace McuSim.Gate;

/// <summary>Reads the text of a trace. Anything that <see cref="TraceText"/> does not write is refused with its line.</summary>
public sealed class TraceReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const long LargestFile = 16 << 20;

    private readonly string file;
    private readonly Dictionary<string, List<Fields>> sections = new(StringComparer.Ordinal);
    private readonly List<Fields> head = [];

    private TraceReader(string file) => this.file = file;

    /// <summary>Reads a file.</summary>
    /// <exception cref="McuSimException">It cannot be read, or is no trace (exit code 2).</exception>
    public static Trace ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile) throw McuSimException.BadInput($"{path} is larger than {LargestFile >> 20} MB, which no trace is: record it again.");
            return Read(path, File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true)));
        }
        catch (DecoderFallbackException e)
        {
            throw McuSimException.BadInput($"{path}: this is no trace, for it is not UTF-8 text: record it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"The trace {path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="file">What messages call it.</param>
    /// <param name="text">What <see cref="TraceText"/> wrote; line ends may be those of Windows.</param>
    /// <exception cref="McuSimException">It is no trace (exit code 2).</exception>
    public static Trace Read(string file, string text)
    {
        var reader = new TraceReader(file);
        reader.Scan(text);
        return reader.Build();
    }

    /// <summary>Whether a text begins as a trace does.</summary>
    public static bool IsTrace(string text) => text.StartsWith(TraceText.Magic, StringComparison.Ordinal);

    private void Scan(string text)
    {
        List<Fields> section = head;
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].TrimEnd('\r');
            if (line.Length == 0) continue;
            if (line[0] == '[')
            {
                section = [];
                if (!Known.Contains(line) || !sections.TryAdd(line, section)) throw Bad(i + 1, "no section may begin so here");
                continue;
            }

            section.Add(new(this, i + 1, Tokens.Read(line) ?? throw Bad(i + 1, "a quote or an escape is wrong")));
        }
    }

    private static readonly string[] Known =
        [TraceText.FactsSection, TraceText.FiguresSection, TraceText.LayersSection, TraceText.ArenaSection, TraceText.SymbolsSection];

    private Trace Build()
    {
        if (head is not [var magic, var name, var board]) throw Bad(1, $"a trace begins with the lines {TraceText.Magic}, name and board");
        magic.Expect(TraceText.Magic);
        if (magic.Next() is var version && version != TraceText.Version)
            throw Bad(1, $"it has version {version} of the format, and this mcusim reads {TraceText.Version}");
        name.Expect("name");
        board.Expect("board");
        Metric[] figures = [.. Section(TraceText.FiguresSection).Select(FigureOf)];
        if (figures.Select(f => f.Name).Distinct(StringComparer.Ordinal).Count() != figures.Length) throw Bad(1, "a figure stands there twice");
        return new(
            name.Last(), board.Last(),
            [.. Section(TraceText.FactsSection).Select(f => new Fact(f.Next(), f.Last()))],
            new Metrics(figures),
            [.. Section(TraceText.LayersSection).Select(LayerOf)],
            [.. Section(TraceText.ArenaSection).Select(BufferOf)],
            [.. Section(TraceText.SymbolsSection).Select(SymbolOf)]);
    }

    private IEnumerable<Fields> Section(string name) => sections.GetValueOrDefault(name) ?? [];

    private static Metric FigureOf(Fields f)
    {
        string name = f.Next();
        (decimal value, MetricUnit unit) = f.Figure();
        decimal? capacity = null;
        if (f.Has("of"))
        {
            (decimal most, MetricUnit same) = f.Figure();
            if (same != unit) throw f.Bad("the figure and its capacity have different units");
            capacity = most;
        }

        f.End();
        return new(name, value, unit, MetricNames.Better(name), capacity);
    }

    private static LayerTrace LayerOf(Fields f)
    {
        var layer = new LayerTrace(
            f.Next(), f.Next(), f.Next(), f.Next(), f.Whole("MACs"), f.Whole("cycles"), f.Whole("B", "arena"), f.Whole("B", "constants"), f.Whole("B", "code"));
        f.End();
        return layer;
    }

    private static BufferTrace BufferOf(Fields f)
    {
        string name = f.Next();
        long bytes = f.Whole("B", "at"), offset = f.Whole("from");
        string first = f.Next();
        f.Expect("until");
        return new(name, bytes, offset, first, f.Last());
    }

    private static SymbolTrace SymbolOf(Fields f)
    {
        string name = f.Next();
        string? part = null;
        long bytes = 0;
        long? cycles = null, calls = null;
        while (!f.AtEnd)
        {
            long value = f.Whole();
            switch (f.Next())
            {
                case "B" when part is null: (bytes, part) = (value, f.Next()); break;
                case "cycles" when cycles is null: cycles = value; break;
                case "calls" when calls is null: calls = value; break;
                default: throw f.Bad("a symbol has B, cycles and calls, each once");
            }
        }

        return new(name, part, bytes, cycles, calls);
    }

    private McuSimException Bad(int line, string what) =>
        McuSimException.BadInput(string.Create(CultureInfo.InvariantCulture, $"{file}, line {line}: this is no trace that can be read: {what}; record it again with 'mcusim record'."));

    /// <summary>The tokens of a line, taken one after the other.</summary>
    private sealed class Fields(TraceReader reader, int line, List<string> tokens)
    {
        private int at;

        public bool AtEnd => at == tokens.Count;

        public string Next() => AtEnd ? throw Bad("the line ends too early") : tokens[at++];

        public string Last()
        {
            string last = Next();
            End();
            return last;
        }

        public void End()
        {
            if (!AtEnd) throw Bad("the line goes on where it should end");
        }

        public bool Has(string word)
        {
            if (AtEnd || tokens[at] != word) return false;
            at++;
            return true;
        }

        public void Expect(params string[] words)
        {
            foreach (string word in words)
            {
                if (!Has(word)) throw Bad($"'{word}' was expected");
            }
        }

        public long Whole(params string[] words)
        {
            if (!long.TryParse(Next(), NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)) throw Bad("a whole number was expected");
            Expect(words);
            return value;
        }

        public (decimal Value, MetricUnit Unit) Figure()
        {
            if (!decimal.TryParse(Next(), NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal value))
                throw Bad("a number was expected");
            if (AtEnd || tokens[at] == "of") return (value, MetricUnit.Count);
            string sign = Next();
            foreach (MetricUnit unit in Enum.GetValues<MetricUnit>())
            {
                if (Gate.Figure.Sign(unit) == sign && sign.Length > 0) return (value, unit);
            }

            throw Bad("the unit is none of B, cycles, ms, instructions and %");
        }

        public McuSimException Bad(string what) => reader.Bad(line, what);
    }
}
