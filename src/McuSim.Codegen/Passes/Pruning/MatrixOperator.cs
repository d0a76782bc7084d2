using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// What CONV_2D and FULLY_CONNECTED have in common: each output channel is a sum over input channels. A fully connected layer that reads a
/// whole image is a convolution whose kernel is the image.
/// </summary>
/// <param name="Operator">The operator.</param>
/// <param name="Input">What it reads.</param>
/// <param name="Weights">[output channel][tap][input channel].</param>
/// <param name="Bias">Per output channel, or null.</param>
/// <param name="Multipliers">Per output channel.</param>
/// <param name="Clamp">The fused activation.</param>
/// <param name="InputChannels">Channels of the input.</param>
/// <param name="SeesPadding">Whether some window reaches outside the image, where the zero point is read.</param>
internal sealed record MatrixOperator(
    Operator Operator, Tensor Input, Tensor Weights, Tensor? Bias, ImmutableArray<QuantizedMultiplier> Multipliers, Clamp Clamp, int InputChannels,
    bool SeesPadding)
{
    private readonly Lazy<bool[]> _reads = new(() => NonZero(Weights, Multipliers.Length, InputChannels));

    /// <summary>Output channels.</summary>
    public int OutputChannels => Multipliers.Length;

    /// <summary>Weights of one output channel.</summary>
    public int RowLength => Weights.Shape.ElementCount / OutputChannels;

    /// <summary>The operator seen this way, or null when it is of another kind.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="channels">Channels of what it reads (a fully connected layer's input may be a flattened image).</param>
    public static MatrixOperator? Of(Operator op, int channels) => op switch
    {
        Conv2D { Groups: 1 } c => new(c, c.Input, c.Weights, c.Bias, c.Multipliers, c.Clamp, c.Input.Shape[3], ReachesOutside(c.Window, c.Input, c.Output)),
        FullyConnected f when f.InputCount % channels == 0 => new(f, f.Input, f.Weights, f.Bias, f.Multipliers, f.Clamp, channels, false),
        _ => null,
    };

    /// <summary>Whether an output channel has a weight other than zero on an input channel.</summary>
    public bool Reads(int output, int input) => _reads.Value[(output * InputChannels) + input];

    /// <summary>What an input channel that is always <paramref name="value"/> adds to the sum of an output channel.</summary>
    public int Contribution(int output, int input, int value)
    {
        ReadOnlySpan<sbyte> row = ConstantData.Int8(Weights).Slice(output * RowLength, RowLength);
        int weights = 0;
        for (int i = input; i < row.Length; i += InputChannels) weights += row[i];
        return unchecked(weights * (value - Input.ZeroPoint));
    }

    /// <summary>Whether a constant input channel adds the same to every output pixel: padding reads the zero point instead.</summary>
    public bool CanFold(int value) => !SeesPadding || value == Input.ZeroPoint;

    /// <summary>Whether some window of an operator reaches outside its image.</summary>
    public static bool ReachesOutside(Window window, Tensor input, Tensor output)
    {
        int bottom = ((output.Shape[1] - 1) * window.StrideY) - window.PadTop + ((window.KernelHeight - 1) * window.DilationY);
        int right = ((output.Shape[2] - 1) * window.StrideX) - window.PadLeft + ((window.KernelWidth - 1) * window.DilationX);
        return window.PadTop > 0 || window.PadLeft > 0 || bottom >= input.Shape[1] || right >= input.Shape[2];
    }

    private static bool[] NonZero(Tensor weights, int outputs, int inputs)
    {
        var reads = new bool[outputs * inputs];
        ReadOnlySpan<sbyte> data = ConstantData.Int8(weights);
        int row = data.Length / outputs;
        for (int i = 0; i < data.Length; i++) reads[(i / row * inputs) + (i % row % inputs)] |= data[i] != 0;
        return reads;
    }
}
