using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads CONV_2D and DEPTHWISE_CONV_2D.</summary>
internal static class ConvolutionReader
{
    public static Operator ReadConv2D(OperatorSource source)
    {
        source.CheckInputs(2, 3);
        var options = new Conv2DOptions(source.Options);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 4, 4);
        Tensor output = source.Ranked(source.Int8(source.Output), 4, 4);
        Tensor weights = WeightsReader.ReadWeights(source, 4, 0);
        int channels = weights.Shape[0];
        if (input.Shape[3] % weights.Shape[3] != 0 || channels % (input.Shape[3] / weights.Shape[3]) != 0)
            throw source.Error(
                $"weights of shape {weights.Shape} do not fit an input of {input.Shape[3]} channels",
                "export the model again");
        if (weights.Shape[3] != input.Shape[3] && weights.Quantization!.ZeroPoint != 0)
            throw source.Error("it convolves groups of channels with uint8 weights", "quantise the model to full int8");
        (Window window, int height, int width) = WindowReader.Read(
            source, input.Shape, options.Padding, (weights.Shape[1], weights.Shape[2]), (options.StrideY, options.StrideX), (options.DilationY, options.DilationX));
        source.CheckShape(input.Shape[0], height, width, channels);
        Tensor? bias = WeightsReader.ReadBias(source, channels);
        WeightsReader.CheckFactors(source, input, weights, output, channels);
        return new Conv2D(source.Index, input, weights, bias, output, window, source.Clamp(options.Activation));
    }

    public static Operator ReadDepthwiseConv2D(OperatorSource source)
    {
        source.CheckInputs(2, 3);
        var options = new DepthwiseConv2DOptions(source.Options);
        Tensor input = source.Ranked(source.Int8(source.Input(0)), 4, 4);
        Tensor output = source.Ranked(source.Int8(source.Output), 4, 4);
        Tensor weights = WeightsReader.ReadWeights(source, 4, 3);
        int channels = weights.Shape[3];
        if (weights.Shape[0] != 1 || channels % input.Shape[3] != 0)
            throw source.Error(
                $"weights of shape {weights.Shape} do not fit an input of {input.Shape[3]} channels",
                "export the model again");
        (Window window, int height, int width) = WindowReader.Read(
            source, input.Shape, options.Padding, (weights.Shape[1], weights.Shape[2]), (options.StrideY, options.StrideX), (options.DilationY, options.DilationX));
        source.CheckShape(input.Shape[0], height, width, channels);
        Tensor? bias = WeightsReader.ReadBias(source, channels);
        WeightsReader.CheckFactors(source, input, weights, output, channels);
        return new DepthwiseConv2D(source.Index, input, weights, bias, output, window, source.Clamp(options.Activation));
    }

    /// <summary>TRANSPOSE_CONV: its inputs are the output's shape, weights, input and, optionally, bias.</summary>
    public static Operator ReadTransposeConv(OperatorSource source)
    {
        source.CheckInputs(3, 4);
        var options = new TransposeConvOptions(source.Options);
        Tensor input = source.Ranked(source.Int8(source.Input(2)), 4, 4);
        Tensor output = source.Ranked(source.Int8(source.Output), 4, 4);
        Tensor weights = WeightsReader.ReadSymmetric(source, 4, 0);
        int channels = weights.Shape[0];
        (Window window, int height, int width) = WindowReader.Read(
            source, output.Shape, options.Padding, (weights.Shape[1], weights.Shape[2]), (options.StrideY, options.StrideX), (1, 1));
        source.CheckShape([.. source.Integers(0)]);
        if (weights.Shape[3] != input.Shape[3] || channels != output.Shape[3] || !input.Shape.Equals(Shape.Of(output.Shape[0], height, width, input.Shape[3])))
            throw source.Error($"weights of shape {weights.Shape} do not take {input.Shape} to {output.Shape}", "export the model again");
        Tensor? bias = WeightsReader.ReadBias(source, channels, 3);
        WeightsReader.CheckFactors(source, input, weights, output, channels);
        return new TransposeConv(source.Index, input, weights, bias, output, window, source.Clamp(options.Activation));
    }
}
