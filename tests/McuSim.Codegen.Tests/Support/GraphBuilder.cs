using System.Buffers.Binary;
using McuSim.Models;

namespace McuSim.Tests.Codegen;

/// <summary>Makes tensors and operators of test networks, with numbers from a seeded generator.</summary>
internal sealed class GraphBuilder(int seed)
{
    private int _tensors;

    /// <summary>Whether weights get filters and inputs that are all zero.</summary>
    public bool Sparse { get; init; }

    public Random Random { get; } = new(seed);

    public List<Operator> Operators { get; } = [];

    public List<Tensor> Inputs { get; } = [];

    public List<Tensor> Outputs { get; } = [];

    public Model Model(string name) => new(name, $"test-{name}-{seed}", new Graph([.. Operators], [.. Inputs], [.. Outputs]), false);

    public int Between(int low, int high) => Random.Next(low, high + 1);

    public float Scale() => (float)Math.Pow(2, (Random.NextDouble() * 4) - 6);

    public Tensor Int8(Quantization quantization, params ReadOnlySpan<int> shape) =>
        new(_tensors++, $"t{_tensors}", ElementType.Int8, Shape.Of(shape), quantization, default);

    public Tensor Int8(params ReadOnlySpan<int> shape) => Int8(Quantization.PerTensor(Scale(), Between(-128, 127)), shape);

    public Tensor Float(params ReadOnlySpan<int> shape) => new(_tensors++, "float", ElementType.Float32, Shape.Of(shape), null, default);

    public Tensor Input(Tensor tensor)
    {
        Inputs.Add(tensor);
        return tensor;
    }

    public Tensor ConstantInt8(Quantization quantization, params ReadOnlySpan<int> shape)
    {
        Shape s = Shape.Of(shape);
        byte[] data = new byte[s.ElementCount];
        Random.NextBytes(data);
        return new(_tensors++, "constant", ElementType.Int8, s, quantization, data);
    }

    /// <summary>Weights with a scale per channel (of the given axis) such that outputs use their range.</summary>
    public Tensor Weights(int axis, float inputScale, float outputScale, int taps, params ReadOnlySpan<int> shape)
    {
        double typical = outputScale / (inputScale * Math.Sqrt(taps) * 74 * 74) * 60;
        int channels = Random.Next(3) == 0 ? 1 : shape[axis];
        float[] scales = [.. Enumerable.Range(0, channels).Select(_ => (float)(typical * (0.3 + Random.NextDouble())))];
        Tensor weights = ConstantInt8(new Quantization([.. scales], [.. scales.Select(_ => 0)], axis), shape);
        return Sparse && Random.Next(3) > 0 ? WithZeros(weights, axis) : weights;
    }

    /// <summary>Zeroes about half of the filters, and about half of the inputs of the others.</summary>
    private Tensor WithZeros(Tensor weights, int axis)
    {
        byte[] data = weights.Data.ToArray();
        int filters = weights.Shape[axis], inputs = weights.Shape[-1], perFilter = data.Length / filters;
        bool[] deadFilters = [.. Enumerable.Range(0, filters).Select(_ => Random.Next(2) == 0)];
        bool[] deadInputs = [.. Enumerable.Range(0, inputs).Select(_ => axis == 0 && Random.Next(2) == 0)];
        for (int i = 0; i < data.Length; i++)
        {
            if (deadFilters[axis == 0 ? i / perFilter : i % filters] || deadInputs[i % inputs]) data[i] = 0;
        }

        return weights with { Data = data };
    }

    public Tensor? Bias(int channels)
    {
        if (Random.Next(4) == 0) return null;
        byte[] data = new byte[channels * 4];
        for (int i = 0; i < channels; i++) BinaryPrimitives.WriteInt32LittleEndian(data.AsSpan(i * 4), Between(-20000, 20000));
        return new(_tensors++, "bias", ElementType.Int32, Shape.Of(channels), null, data);
    }

    public Clamp Clamp(Tensor output) => Random.Next(3) switch
    {
        0 => McuSim.Models.Clamp.None,
        1 => new(output.ZeroPoint, 127),
        _ => new(Math.Max(-128, output.ZeroPoint - 3), Math.Min(127, output.ZeroPoint + 60)),
    };

    /// <summary>Adds an operator whose output the user reads.</summary>
    public void Add(Operator op)
    {
        Operators.Add(op);
        Outputs.Add(op.Output);
    }

    public int NextIndex => Operators.Count;
}
