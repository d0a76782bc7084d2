using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// One call of a kernel: <c>function((struct type){ .field = argument, ... })</c>. Everything is a literal or a fixed address, so the
/// compiler specialises the kernel for the layer.
/// </summary>
/// <param name="function">The C function.</param>
/// <param name="structure">The structure it takes.</param>
/// <param name="header">The header that declares both, under <c>kernels/</c>.</param>
internal sealed class KernelCall(string function, string structure, string header)
{
    private readonly List<(string Field, Argument Argument)> _fields = [];
    private readonly HashSet<string> _varying = [];

    /// <summary>The C function.</summary>
    public string Function { get; } = function;

    /// <summary>The structure it takes.</summary>
    public string Structure { get; } = structure;

    /// <summary>The header that declares both, under <c>kernels/</c>.</summary>
    public string Header { get; } = header;

    /// <summary>The structure's fields in order.</summary>
    public IReadOnlyList<(string Field, Argument Argument)> Fields => _fields;

    /// <summary>The constant arrays among the arguments.</summary>
    public IEnumerable<ConstantArray> Constants => _fields.Select(f => f.Argument).OfType<ConstantArgument>().Select(a => a.Array);

    /// <summary>The fields that may be known at run time only, at little cost, where layers share one function.</summary>
    public IReadOnlySet<string> Varying => _varying;

    /// <summary>Names such fields.</summary>
    public KernelCall MayVary(params ReadOnlySpan<string> fields)
    {
        foreach (string field in fields) _varying.Add(field);
        return this;
    }

    /// <summary>Sets a field.</summary>
    public KernelCall With(string field, Argument argument)
    {
        _fields.Add((field, argument));
        return this;
    }

    /// <summary>Sets a field to a literal.</summary>
    public KernelCall With(string field, long value) => With(field, new NumberArgument(value));

    /// <summary>Sets a field to a tensor's address.</summary>
    public KernelCall With(string field, Tensor tensor) => With(field, new TensorArgument(tensor));

    /// <summary>Sets an array field.</summary>
    public KernelCall With(string field, ImmutableArray<int> values) => With(field, new NumbersArgument(values));

    /// <summary>Sets a field to an array of constants that is laid down before the layer's function.</summary>
    public KernelCall WithConstants(string field, ConstantType type, ImmutableArray<int> values, string comment) =>
        With(field, new ConstantArgument(new ConstantArray(field, type, values, comment)));
}
