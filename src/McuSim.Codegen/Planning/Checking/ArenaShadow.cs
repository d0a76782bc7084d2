using System.Globalization;

namespace McuSim.Codegen;

/// <summary>For every byte of an arena, which buffer wrote it last, and which of its elements it is. Notes the first wrong read of each layer.</summary>
/// <param name="bytes">Size of the arena.</param>
internal sealed class ArenaShadow(int bytes)
{
    private readonly PlannedBuffer?[] _owner = new PlannedBuffer?[bytes];
    private readonly int[] _element = new int[bytes];
    private readonly Dictionary<string, string> _errors = [];

    /// <summary>What went wrong, one sentence per layer.</summary>
    public IEnumerable<string> Errors => _errors.Values;

    /// <summary>Elements of a buffer are written.</summary>
    /// <param name="layer">By which layer.</param>
    /// <param name="buffer">The buffer.</param>
    /// <param name="first">The first element.</param>
    /// <param name="count">How many.</param>
    /// <param name="step">From one element to the next.</param>
    /// <param name="held">The element at the buffer's first byte (other than 0 in a stream).</param>
    public void Write(string layer, PlannedBuffer buffer, int first, int count, int step = 1, int held = 0)
    {
        for (int i = 0, element = first; i < count; i++, element += step)
        {
            if (!Inside(layer, buffer, element - held)) return;
            int at = buffer.Offset + element - held;
            (_owner[at], _element[at]) = (buffer, element);
        }
    }

    /// <summary>Elements of a buffer are read; they must be there.</summary>
    public void Read(string layer, PlannedBuffer buffer, int first, int count, int step = 1, int held = 0)
    {
        for (int i = 0, element = first; i < count; i++, element += step)
        {
            if (!Inside(layer, buffer, element - held)) return;
            int at = buffer.Offset + element - held;
            if (_owner[at] == buffer && _element[at] == element) continue;
            Note(layer, string.Create(CultureInfo.InvariantCulture, $"{layer} reads byte {element} of {buffer.Name}, where {Found(at)}"));
            return;
        }
    }

    /// <summary>Elements move down within their buffer: from where they lie while <paramref name="held"/> is at its first byte to where they lie afterwards.</summary>
    public void Move(string layer, PlannedBuffer buffer, int first, int count, int held)
    {
        Read(layer, buffer, first, count, 1, held);
        Write(layer, buffer, first, count, 1, first);
    }

    private bool Inside(string layer, PlannedBuffer buffer, int place)
    {
        if (place >= 0 && place < buffer.Bytes && buffer.Offset + place < _owner.Length) return true;
        Note(layer, string.Create(CultureInfo.InvariantCulture, $"{layer} goes outside {buffer.Name}, to its byte {place}"));
        return false;
    }

    private void Note(string layer, string error) => _errors.TryAdd(layer, error);

    private string Found(int at) => _owner[at] is { } owner
        ? string.Create(CultureInfo.InvariantCulture, $"byte {_element[at]} of {owner.Name} lies")
        : "nothing was written";
}
