using System.Collections.Immutable;

namespace McuSim.Codegen;

/// <summary>
/// A function that several layers call, so that their kernel is in flash once: numbers that are equal in all of them are literal, what differs are its
/// parameters. Layers come together when they differ in nothing but addresses and the fields that the kernel can take at run time (<see cref="KernelCall.Varying"/>).
/// </summary>
internal sealed class SharedFunction
{
    private readonly KernelCall _call;
    private readonly ImmutableArray<FieldValue> _first;
    private readonly ImmutableArray<string> _layers;
    private readonly HashSet<string> _parameters;

    private SharedFunction(PlannedNetwork network, int[] positions)
    {
        ImmutableArray<FieldValue>[] values = [.. positions.Select(p => FieldValues.Of(network, p))];
        _call = network.Calls[positions[0]];
        _first = values[0];
        _layers = [.. positions.Select(p => network.Plan.Layers[p].Name)];
        _parameters = [.. _first.Where((f, i) => f.ByRows || values.Any(v => v[i].Expression != f.Expression)).Select(f => f.Field)];
        Name = $"shared_{_layers[0]["layer_".Length..].Split('_')[0]}_{_call.Function}";
    }

    /// <summary>The function's name in C.</summary>
    public string Name { get; }

    /// <summary>Its prototype.</summary>
    public string Declaration => $"void {Name}({string.Join(", ", Parameters.Select(f => f.Type!.EndsWith('*') ? f.Type + f.Field : $"{f.Type} {f.Field}"))})";

    private IEnumerable<FieldValue> Parameters => _first.Where(f => _parameters.Contains(f.Field));

    /// <summary>The shared functions of a network, by the position of each layer that calls one.</summary>
    public static Dictionary<int, SharedFunction> ByLayer(PlannedNetwork network)
    {
        if (network.Stage < EngineStage.Generated) return [];
        var functions = new Dictionary<int, SharedFunction>();
        foreach (IGrouping<string, int> group in Enumerable.Range(0, network.Calls.Length).Where(p => CanShare(network, p)).GroupBy(p => Key(network, p)))
        {
            int[] positions = [.. group];
            if (positions.Length < 2) continue;
            var function = new SharedFunction(network, positions);
            foreach (int position in positions) functions.Add(position, function);
        }

        return functions;
    }

    /// <summary>The arguments that a layer passes.</summary>
    public IEnumerable<string> Arguments(ImmutableArray<FieldValue> values) => values.Where(v => _parameters.Contains(v.Field)).Select(v => v.Expression);

    /// <summary>The C source.</summary>
    public string Emit()
    {
        var writer = new CWriter();
        writer.Line($"#include \"../kernels/{_call.Header}\"").Line("#include \"../model.h\"").Line().Line($"{Declaration};").Line();
        writer.Comment([$"for {string.Join(", ", _layers)}"]);
        writer.Line(Declaration).Block(
            "{",
            () => writer.Block(
                $"{_call.Function}((struct {_call.Structure}){{",
                () =>
                {
                    foreach (FieldValue value in _first) writer.Line($".{value.Field} = {(_parameters.Contains(value.Field) ? value.Field : value.Expression)},");
                },
                "});"),
            "}");
        return writer.ToString();
    }

    /// <summary>
    /// Whether a call can be shared: lists cannot be handed over, and kernels that name no varying fields (those in plain C) lose more with
    /// addresses in registers than code is worth (8 % of kws_ref on a Cortex-M0+).
    /// </summary>
    private static bool CanShare(PlannedNetwork network, int position) =>
        network.Calls[position].Varying.Count > 0 && network.Calls[position].Fields.All(f => f.Argument is NumberArgument or FloatArgument or TensorArgument or ScratchArgument or ConstantArgument);

    private static string Key(PlannedNetwork network, int position)
    {
        KernelCall call = network.Calls[position];
        IEnumerable<string> fields = FieldValues.Of(network, position)
            .Select(f => f.IsAddress || call.Varying.Contains(f.Field) ? f.Type! : f.ByRows ? "rows" : f.Expression);
        return $"{call.Function}({string.Join(", ", fields)})";
    }
}
