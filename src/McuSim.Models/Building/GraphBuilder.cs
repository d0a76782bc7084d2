using System.Runtime.InteropServices;
using McuSim.Models.Interpretation;

namespace McuSim.Models;

/// <summary>
/// Builds graphs with random weights and quantisation as a converter would choose it. Each operator is run once on a random input while it is
/// added, so that the scales of what follows fit the values that really occur and outputs spread over the int8 range.
/// The same calls with the same seed give the same graph everywhere.
/// </summary>
public sealed partial class GraphBuilder
{
    /// <summary>How many standard deviations from 0 an int8 output can hold.</summary>
    private const double Spread = 3;

    /// <summary>The standard deviation that weights are scaled to give an output, in reals; it lets RELU6 cut off some, but not most, values.</summary>
    private const double OutputDeviation = 2;

    private readonly SeededRandom random;
    private readonly List<Operator> operators = [];
    private readonly List<Tensor> inputs = [];
    private readonly Dictionary<Tensor, byte[]> values = [];
    private readonly bool calibrated;
    private int tensorCount;

    /// <summary>Starts an empty graph.</summary>
    /// <param name="seed">Where the random weights start.</param>
    /// <param name="calibrated">Whether operators are run to find good scales; false gives a graph that is only good for counting.</param>
    public GraphBuilder(ulong seed, bool calibrated = true) => (random, this.calibrated) = (new SeededRandom(seed), calibrated);

    /// <summary>Adds an int8 input.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="zeroPoint">Its zero point.</param>
    public Tensor Input(Shape shape, float scale = 1f / 128, int zeroPoint = 0)
    {
        Tensor tensor = NewTensor("input", ElementType.Int8, shape, Quantization.PerTensor(scale, zeroPoint));
        byte[] value = new byte[tensor.ByteCount];
        random.Fill(value);
        return Remember(tensor, value);
    }

    /// <summary>Adds a float32 input of values from -1 to 1.</summary>
    /// <param name="shape">Its shape.</param>
    public Tensor FloatInput(Shape shape)
    {
        Tensor tensor = NewTensor("input", ElementType.Float32, shape, null);
        byte[] value = new byte[tensor.ByteCount];
        foreach (ref float element in MemoryMarshal.Cast<byte, float>(value.AsSpan())) element = (float)random.Between(-1.0, 1.0);
        return Remember(tensor, value);
    }

    /// <summary>An int8 constant of random values from -1 to 1.</summary>
    /// <param name="shape">Its shape.</param>
    public Tensor Constant(Shape shape)
    {
        byte[] data = new byte[shape.ElementCount];
        random.Fill(data);
        return NewTensor("constant", ElementType.Int8, shape, Quantization.PerTensor(1f / 128, 0)) with { Data = data };
    }

    /// <summary>The finished graph.</summary>
    /// <param name="outputs">Its outputs, in order.</param>
    public Graph Build(params ReadOnlySpan<Tensor> outputs) => new([.. operators], [.. inputs], [.. outputs]);

    /// <summary>The finished graph as a model without trained weights.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="outputs">Its outputs, in order.</param>
    public Model BuildModel(string name, params ReadOnlySpan<Tensor> outputs)
    {
        Graph graph = Build(outputs);
        return new Model(name, ModelWriter.Hash(ModelWriter.Write(graph)), graph, HasTrainedWeights: false);
    }

    private Tensor Remember(Tensor input, byte[] value)
    {
        inputs.Add(input);
        values.Add(input, value);
        return input;
    }

    private Tensor NewTensor(string name, ElementType type, Shape shape, Quantization? quantization)
    {
        int index = tensorCount++;
        return new Tensor(index, $"{name}_{index}", type, shape, quantization, default);
    }

    private Tensor NewOutput(string name, Shape shape, Quantization quantization) => NewTensor(name, ElementType.Int8, shape, quantization);

    /// <summary>Adds an operator and runs it on the values so far.</summary>
    private Tensor Add(Operator step)
    {
        values.Add(step.Output, Run(step));
        operators.Add(step);
        return step.Output;
    }

    private byte[] Run(Operator step)
    {
        byte[] value = new byte[step.Output.ByteCount];
        if (calibrated) OperatorReference.Run(step, ValueOf, value);
        return value;
    }

    private ReadOnlyMemory<byte> ValueOf(Tensor tensor) => tensor.IsConstant ? tensor.Data : values[tensor];

    private ReadOnlySpan<sbyte> Stored(Tensor tensor) => MemoryMarshal.Cast<byte, sbyte>(ValueOf(tensor).Span);

    /// <summary>The root mean square of a tensor's real values; at least one step, so that nothing is divided by 0.</summary>
    private double RootMeanSquare(Tensor tensor)
    {
        long sum = 0;
        foreach (sbyte value in Stored(tensor)) sum += (long)(value - tensor.ZeroPoint) * (value - tensor.ZeroPoint);
        return tensor.Scale * Math.Max(1, Math.Sqrt((double)sum / tensor.Shape.ElementCount));
    }

    /// <summary>The smallest and largest real value of a tensor.</summary>
    private (double Least, double Most) Range(Tensor tensor)
    {
        (int least, int most) = (127, -128);
        foreach (sbyte value in Stored(tensor)) (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return ((least - tensor.ZeroPoint) * (double)tensor.Scale, (most - tensor.ZeroPoint) * (double)tensor.Scale);
    }

    /// <summary>The quantisation whose 256 values reach from least to most, with 0 among them.</summary>
    private static Quantization Covering(double least, double most)
    {
        (least, most) = (Math.Min(least, 0), Math.Max(most, 0));
        double scale = Math.Max(most - least, 1e-6) / 255;
        return Quantization.PerTensor((float)scale, (int)Math.Clamp(Math.Round(-128 - (least / scale)), -128, 127));
    }

    /// <summary>The quantisation of an output that a converter chooses when its values before the activation spread around 0.</summary>
    private static Quantization CoveringNormal(double deviation, Activation activation) => activation switch
    {
        Activation.Relu => Covering(0, Spread * deviation),
        Activation.Relu6 => Covering(0, 6),
        Activation.ReluN1To1 => Covering(-1, 1),
        _ => Covering(-Spread * deviation, Spread * deviation),
    };
}
