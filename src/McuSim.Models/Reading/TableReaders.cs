using McuSim.Models.Tflite;

namespace McuSim.Models.Reading;

/// <summary>Reads TANH, HARD_SWISH and LEAKY_RELU.</summary>
internal static class TableReaders
{
    public static Operator ReadTanh(OperatorSource source)
    {
        (Tensor input, Tensor output) = Read(source);
        if (output.Scale != 1f / 128 || output.ZeroPoint != 0)
            throw source.Error("its output's scale is not 1/128 with the zero point 0", "quantise the model again");
        if ((double)input.Scale * (1 << 27) < 1)
            throw source.Error("its input scale is too small to be computed with", "quantise the model again");
        return new Tanh(source.Index, input, output);
    }

    public static Operator ReadHardSwish(OperatorSource source)
    {
        (Tensor input, Tensor output) = Read(source);
        if (HardSwish.OutputFactor(input, output).Shift is > 0 or < -15 || !(input.Scale < 1 << 15) || input.Scale < 1f / (1 << 15))
            throw source.Error("its scales lie too far apart to be computed with", "quantise the model again");
        return new HardSwish(source.Index, input, output);
    }

    public static Operator ReadLeakyRelu(OperatorSource source)
    {
        (Tensor input, Tensor output) = Read(source);
        float alpha = new LeakyReluOptions(source.Options).Alpha;
        source.CheckFactor(input.Scale / output.Scale);
        source.CheckFactor(Math.Abs(input.Scale * alpha / output.Scale));
        return new LeakyRelu(source.Index, input, output, alpha);
    }

    private static (Tensor Input, Tensor Output) Read(OperatorSource source)
    {
        source.CheckInputs(1, 1);
        Tensor input = source.Int8(source.Input(0));
        source.CheckElements(input);
        return (input, source.Int8(source.Output));
    }
}
