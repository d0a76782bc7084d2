using System.Runtime.InteropServices;
using McuSim.Common;
using McuSim.Models.Interpretation;

namespace McuSim.Models;

/// <summary>
/// Runs a network on the host with the TensorFlow Lite reference arithmetic, bit for bit: the oracle that generated firmware must equal.
/// Every tensor keeps its own memory, so all of them can be looked at after a run. A network with variables goes on from the inference before;
/// <see cref="Reset"/> starts again. Not thread-safe; use one per thread.
/// </summary>
public sealed class Interpreter
{
    private readonly Graph graph;
    private readonly Dictionary<Tensor, byte[]> values = [];
    private readonly (StoreState Step, byte[] Value)[] stores;

    /// <summary>Prepares to run a network.</summary>
    public Interpreter(Graph graph)
    {
        this.graph = graph;
        foreach (Tensor input in graph.Inputs) values.Add(input, new byte[input.ByteCount]);
        foreach (State state in graph.States) values.Add(state.Tensor, new byte[state.Tensor.ByteCount]);
        foreach (Operator step in graph.Operators.Where(step => step is not StoreState)) values.Add(step.Output, new byte[step.Output.ByteCount]);
        stores = [.. graph.Operators.OfType<StoreState>().Select(step => (step, new byte[step.Output.ByteCount]))];
        Reset();
    }

    /// <summary>The network.</summary>
    public Graph Graph => graph;

    /// <summary>Runs one inference of a network with one input.</summary>
    /// <param name="input">The little-endian bytes of the input.</param>
    /// <returns>The first output; valid until the next run.</returns>
    /// <exception cref="McuSimException">The number of bytes is not the input's.</exception>
    public ReadOnlySpan<byte> Run(ReadOnlySpan<byte> input)
    {
        if (graph.Inputs.Length != 1)
            throw McuSimException.BadInput($"the network has {graph.Inputs.Length} inputs, but one was given: give them all.");
        SetInput(0, input);
        Run();
        return Value(graph.Outputs[0]);
    }

    /// <summary>Sets an input for the next <see cref="Run()"/>.</summary>
    /// <param name="index">The input's number.</param>
    /// <param name="bytes">Its little-endian bytes.</param>
    /// <exception cref="McuSimException">The number of bytes is not the input's.</exception>
    public void SetInput(int index, ReadOnlySpan<byte> bytes)
    {
        Tensor tensor = graph.Inputs[index];
        if (bytes.Length != tensor.ByteCount)
            throw McuSimException.BadInput($"input {index} ('{tensor.Name}') takes {tensor.ByteCount} bytes, but {bytes.Length} were given: give one input of shape {tensor.Shape}.");
        bytes.CopyTo(values[tensor]);
    }

    /// <summary>Gives every variable its first value.</summary>
    public void Reset()
    {
        foreach (State state in graph.States) state.Initial.Span.CopyTo(values[state.Tensor]);
    }

    /// <summary>Runs one inference on the inputs set before.</summary>
    public void Run()
    {
        foreach (Operator step in graph.Operators)
        {
            if (step is Lstm lstm) LstmReference.Run(lstm, Elements<sbyte>(lstm.Input), Elements<sbyte>(lstm.Hidden), Elements<short>(lstm.Cell), Elements<sbyte>(lstm.Output));
            else if (step is not StoreState) OperatorReference.Run(step, Memory, values[step.Output]);
        }

        // All new values first: one variable's may be another's old one.
        foreach ((StoreState step, byte[] value) in stores) Memory(step.Input).Span.CopyTo(value);
        foreach ((StoreState step, byte[] value) in stores) value.CopyTo(values[step.Output], 0);
    }

    /// <summary>The little-endian bytes of a tensor: of a constant, an input, or what the last run computed.</summary>
    public ReadOnlySpan<byte> Value(Tensor tensor) => Memory(tensor).Span;

    private Span<T> Elements<T>(Tensor tensor)
        where T : struct => MemoryMarshal.Cast<byte, T>(values[tensor].AsSpan());

    private ReadOnlyMemory<byte> Memory(Tensor tensor) => tensor.IsConstant ? tensor.Data : values[tensor];
}
