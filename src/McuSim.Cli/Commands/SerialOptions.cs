using System.Globalization;

using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Cli.Commands;

/// <summary>What <c>--uart NAME=WHERE</c> connects.</summary>
internal sealed class SerialOptions : IDisposable
{
    private readonly Dictionary<string, ISerialStream> streams = new(StringComparer.Ordinal);

    /// <summary>Opens the streams.</summary>
    /// <param name="options">NAME=stdio, NAME=file:PATH or NAME=tcp:PORT.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="input">Standard input.</param>
    /// <exception cref="McuSimException">An option is none of these, or what it names cannot be opened.</exception>
    public SerialOptions(IEnumerable<string> options, Stream output, InputQueue input)
    {
        foreach (string option in options)
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !streams.TryAdd(option[..equals].ToUpperInvariant(), Open(option, option[(equals + 1)..], output, input)))
                throw Wrong(option);
        }
    }

    /// <summary>The streams by the peripheral's name.</summary>
    public IReadOnlyDictionary<string, ISerialStream> Streams => streams;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable stream in streams.Values.OfType<IDisposable>()) stream.Dispose();
    }

    private static ISerialStream Open(string option, string where, Stream output, InputQueue input)
    {
        if (where == "stdio") return new TextSerialStream(output, input);
        if (where.StartsWith("file:", StringComparison.Ordinal)) return new FileSerialStream(where["file:".Length..]);
        if (where.StartsWith("tcp:", StringComparison.Ordinal) && ushort.TryParse(where["tcp:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return new TcpSerialStream(port);
        throw Wrong(option);
    }

    private static McuSimException Wrong(string option) =>
        McuSimException.BadInput($"--uart {option} is not understood: give NAME=stdio, NAME=file:PATH or NAME=tcp:PORT, once for each port.");
}
