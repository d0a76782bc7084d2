namespace McuSim.Models.Reading;

/// <summary>Reads the operators that take each element (SOFTMAX: each row) by itself.</summary>
internal static class ActivationReaders
{
    private const int DeepestSoftmax = (1 << Softmax.SumIntegerBits) - 1;

    public static Operator ReadSoftmax(OperatorSource source)
    {
        source.CheckInputs(1, 1);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 1, 8);
        Tensor output = Probability(source);
        source.CheckShape(input.Shape.Dimensions.AsSpan());
        float beta = new Tflite.SoftmaxOptions(source.Options).Beta;
        if (!(beta > 0 && float.IsFinite(beta)))
            throw source.Error(FormattableString.Invariant($"its beta is {beta}"), "use a positive beta");

        // PreprocessSoftmaxScaling demands a factor above 1 behind 26 fractional bits.
        if ((double)beta * input.Scale * (1 << (31 - Softmax.DifferenceIntegerBits)) <= 1)
            throw source.Error("its input scale is too small to be computed with", "quantise the model again");
        if (input.Shape[-1] > DeepestSoftmax)
            throw source.Error($"its rows have {input.Shape[-1]} elements", $"use at most {DeepestSoftmax}");
        return new Softmax(source.Index, input, output, beta);
    }

    public static Operator ReadLogistic(OperatorSource source)
    {
        source.CheckInputs(1, 1);
        Tensor input = source.Int8(source.Input(0));
        Tensor output = Probability(source);
        source.CheckElements(input);
        if ((double)input.Scale * (1 << 27) < 1)
            throw source.Error("its input scale is too small to be computed with", "quantise the model again");
        return new Logistic(source.Index, input, output);
    }

    public static Operator ReadRelu(OperatorSource source)
    {
        source.CheckInputs(1, 1);
        Tensor input = source.Int8(source.Input(0));
        Tensor output = source.Int8(source.Output);
        source.CheckElements(input);
        source.CheckFactor(input.Scale / output.Scale);
        return new Relu(source.Index, source.Name, input, output, Clamp.Of(ActivationOf(source.Name), output.Quantization!));
    }

    private static Activation ActivationOf(string name) => name switch
    {
        "RELU6" => Activation.Relu6,
        "RELU_N1_TO_1" => Activation.ReluN1To1,
        _ => Activation.Relu,
    };

    public static Operator ReadQuantize(OperatorSource source)
    {
        source.CheckInputs(1, 1);
        Tensor input = source.Input(0);
        bool toBytes = source.Output.Type == ElementType.UInt8;
        Tensor output = toBytes ? source.Scaled(source.Output) : source.Int8(source.Output);
        source.CheckElements(input);
        if (toBytes) source.Int8(input);
        if (input.Type == ElementType.UInt8) source.Scaled(input);
        else if (input.Type != ElementType.Float32) source.Int8(input);
        if (input.Type != ElementType.Float32) source.CheckFactor((double)input.Scale / output.Scale);
        return new Quantize(source.Index, input, output);
    }

    public static Operator ReadDequantize(OperatorSource source)
    {
        source.CheckInputs(1, 1);
        Tensor input = source.Int8(source.Input(0));
        if (source.Output.Type != ElementType.Float32) throw source.Error($"its output is {source.Output.Type}", "dequantise to float32");
        source.CheckElements(input);
        return new Dequantize(source.Index, input, source.Output);
    }

    /// <summary>The output of SOFTMAX and LOGISTIC: the kernels give 256ths above -128.</summary>
    private static Tensor Probability(OperatorSource source)
    {
        Tensor output = source.Int8(source.Output);
        if (output.Scale != 1f / 256 || output.ZeroPoint != -128)
            throw source.Error("its output's scale is not 1/256 with the zero point -128", "quantise the model again");
        return output;
    }
}
