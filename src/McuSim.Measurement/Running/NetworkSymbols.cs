using McuSim.Codegen;
using McuSim.Common;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>The addresses in generated firmware that the harness needs.</summary>
internal sealed class NetworkSymbols
{
    private readonly Dictionary<string, Symbol> byName = new(StringComparer.Ordinal);
    private readonly string path;

    /// <summary>Looks the symbols of an image up.</summary>
    public NetworkSymbols(FirmwareImage image)
    {
        path = image.Path;
        foreach (Symbol symbol in image.Symbols) byName[symbol.Name] = symbol;
    }

    /// <summary>The symbol called <paramref name="name"/>.</summary>
    /// <exception cref="McuSimException">The image has none (exit code 2).</exception>
    public Symbol this[string name] => byName.TryGetValue(name, out Symbol? symbol)
        ? symbol
        : throw McuSimException.BadInput($"{path}: the image has no symbol {name}: give firmware that 'mcusim build' made.");

    /// <summary>Where the inputs are written, in the model's order.</summary>
    public uint[] Inputs(int count) => Addresses(count, FirmwareSymbols.Input);

    /// <summary>Where the outputs are read, in the model's order.</summary>
    public uint[] Outputs(int count) => Addresses(count, FirmwareSymbols.Output);

    /// <summary>Where the network's variables lie, in the model's order.</summary>
    public uint[] States(int count) => Addresses(count, FirmwareSymbols.State);

    private uint[] Addresses(int count, Func<int, string> name) => [.. Enumerable.Range(0, count).Select(i => this[name(i)].Address)];
}
