using System.Text.Json;
using McuSim.Common;

namespace McuSim.Datasets.Coco;

/// <summary>Reads a JSON file of any size token by token, with a buffer of constant size.</summary>
internal static class JsonTokens
{
    private const int StartBytes = 1 << 16, MostBytes = 64 << 20;

    /// <summary>Gets each token in turn. Property names and values are to be read from it before it returns.</summary>
    public delegate void Handler(ref Utf8JsonReader reader);

    /// <summary>Reads a file.</summary>
    /// <exception cref="McuSimException">It cannot be read, or is not JSON.</exception>
    public static void Read(string path, Handler handler)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            Read(file, handler);
        }
        catch (JsonException e)
        {
            throw McuSimException.BadInput(FormattableString.Invariant(
                $"{path}, line {e.LineNumber + 1}: this is not sound JSON; download the file again."), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw McuSimException.BadInput($"{path} cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.", e);
        }
    }

    private static void Read(Stream file, Handler handler)
    {
        var buffer = new byte[StartBytes];
        var state = new JsonReaderState();
        int filled = 0;
        bool last = false;
        while (!last)
        {
            int read = file.Read(buffer, filled, buffer.Length - filled);
            last = read == 0;
            filled += read;
            var reader = new Utf8JsonReader(buffer.AsSpan(0, filled), last, state);
            while (reader.Read())
                handler(ref reader);
            state = reader.CurrentState;
            int used = (int)reader.BytesConsumed;
            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (filled < buffer.Length)
                continue;
            if (buffer.Length >= MostBytes)
                throw new JsonException("a value is too long", null, null, null);
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }
}
