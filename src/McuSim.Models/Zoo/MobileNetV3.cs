namespace McuSim.Models.Zoo;

/// <summary>
/// MobileNetV3 (Howard 2019, tables 1 and 2): inverted bottlenecks, some with squeeze-and-excite, and HARD_SWISH where it pays. The hard sigmoid of
/// squeeze-and-excite is what converters make of it: ADD 3 with RELU6, and MUL 1/6.
/// </summary>
/// <param name="Blocks">Kernel, expanded channels, output channels, <c>se</c> or <c>-</c>, <c>hs</c> or <c>re</c>, stride.</param>
/// <param name="Head">Channels of the layer before the classifier.</param>
internal sealed record MobileNetV3(string Blocks, int Head)
{
    /// <summary>MobileNetV3-Large.</summary>
    public static MobileNetV3 Large { get; } = new(
        "3:16:16:-:re:1 3:64:24:-:re:2 3:72:24:-:re:1 5:72:40:se:re:2 5:120:40:se:re:1 5:120:40:se:re:1 3:240:80:-:hs:2 3:200:80:-:hs:1 3:184:80:-:hs:1 3:184:80:-:hs:1 "
        + "3:480:112:se:hs:1 3:672:112:se:hs:1 5:672:160:se:hs:2 5:960:160:se:hs:1 5:960:160:se:hs:1",
        1280);

    /// <summary>MobileNetV3-Small.</summary>
    public static MobileNetV3 Small { get; } = new(
        "3:16:16:se:re:2 3:72:24:-:re:2 3:88:24:-:re:1 5:96:40:se:hs:2 5:240:40:se:hs:1 5:240:40:se:hs:1 5:120:48:se:hs:1 5:144:48:se:hs:1 5:288:96:se:hs:2 5:576:96:se:hs:1 "
        + "5:576:96:se:hs:1",
        1024);

    /// <summary>Builds the network.</summary>
    public Tensor Build(GraphBuilder builder, ZooSettings settings)
    {
        int Scale(string channels) => Layers.MultipleOf8(int.Parse(channels, System.Globalization.CultureInfo.InvariantCulture) * settings.Width);
        Tensor x = Activated(builder, Layers.Image(builder, settings.Resolution), Scale("16"), 3, 2, swish: true);
        foreach (string[] block in Blocks.Split(' ').Select(b => b.Split(':')))
            x = Block(builder, x, block[0][0] - '0', Scale(block[1]), Scale(block[2]), block[3] == "se", block[4] == "hs", block[5][0] - '0');
        x = Activated(builder, x, 6 * x.Shape[3], 1, 1, swish: true);
        x = builder.Reshape(builder.GlobalAveragePool(x), Shape.Of(1, x.Shape[3]));
        x = builder.HardSwish(builder.FullyConnected(x, Layers.MultipleOf8(Head * settings.Width)));
        return builder.Softmax(builder.FullyConnected(x, settings.Classes));
    }

    private static Tensor Block(GraphBuilder builder, Tensor input, int kernel, int expanded, int channels, bool squeezes, bool swish, int stride)
    {
        Tensor x = expanded == input.Shape[3] ? input : Activated(builder, input, expanded, 1, 1, swish);
        x = builder.DepthwiseConv2D(x, (kernel, kernel), (stride, stride), activation: swish ? Activation.None : Activation.Relu);
        if (swish) x = builder.HardSwish(x);
        if (squeezes) x = SqueezeAndExcite(builder, x);
        x = builder.Conv2D(x, channels, (1, 1), (1, 1), activation: Activation.None);
        return stride == 1 && input.Shape[3] == channels ? builder.Elementwise(ElementwiseKind.Add, input, x) : x;
    }

    private static Tensor Activated(GraphBuilder builder, Tensor input, int channels, int kernel, int stride, bool swish)
    {
        Tensor x = builder.Conv2D(input, channels, (kernel, kernel), (stride, stride), activation: swish ? Activation.None : Activation.Relu);
        return swish ? builder.HardSwish(x) : x;
    }

    /// <summary>Every channel times a factor from 0 to 1 that two small layers work out from the averages of all channels.</summary>
    private static Tensor SqueezeAndExcite(GraphBuilder builder, Tensor input)
    {
        int channels = input.Shape[3];
        Tensor x = builder.Conv2D(builder.GlobalAveragePool(input), Layers.MultipleOf8(channels / 4.0), (1, 1), (1, 1), activation: Activation.Relu);
        return builder.Elementwise(ElementwiseKind.Mul, input, builder.HardSigmoid(builder.Conv2D(x, channels, (1, 1), (1, 1), activation: Activation.None)));
    }
}
