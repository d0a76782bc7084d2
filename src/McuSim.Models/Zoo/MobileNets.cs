namespace McuSim.Models.Zoo;

/// <summary>Published networks for phones, with a width multiplier.</summary>
internal static class MobileNets
{
    private static readonly InvertedBottlenecks MobileNetV2Full = new(
        32, [new(3, 1, 1, 16), new(3, 6, 2, 24, 2), new(3, 6, 2, 32, 3), new(3, 6, 2, 64, 4), new(3, 6, 1, 96, 3), new(3, 6, 2, 160, 3), new(3, 6, 1, 320)], 1280);

    private static readonly InvertedBottlenecks ProxylessNasFull = new(
        32,
        [
            new(3, 1, 1, 16), new(5, 3, 2, 32), new(3, 3, 1, 32), new(7, 3, 2, 40), new(3, 3, 1, 40), new(5, 3, 1, 40, 2), new(7, 6, 2, 80), new(5, 3, 1, 80, 3),
            new(5, 6, 1, 96), new(5, 3, 1, 96, 3), new(7, 6, 2, 192), new(7, 6, 1, 192), new(7, 3, 1, 192, 2), new(7, 6, 1, 320),
        ],
        1280);

    private static readonly InvertedBottlenecks MnasNetFull = new(
        32,
        [new(3, 1, 1, 16), new(3, 3, 2, 24, 3), new(5, 3, 2, 40, 3), new(5, 6, 2, 80, 3), new(3, 6, 1, 96, 2), new(5, 6, 2, 192, 4), new(3, 6, 1, 320)],
        1280, Activation.Relu);

    private static readonly InvertedBottlenecks EfficientNetLite0 = new(
        32,
        [new(3, 1, 1, 16), new(3, 6, 2, 24, 2), new(5, 6, 2, 40, 2), new(3, 6, 2, 80, 3), new(5, 6, 1, 112, 3), new(5, 6, 2, 192, 4), new(3, 6, 1, 320)],
        1280);

    private static readonly (int Channels, int Stride)[] MobileNetV1Layers =
    [
        (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1),
    ];

    public static Tensor MobileNetV1(GraphBuilder builder, ZooSettings settings)
    {
        int Scale(int channels) => Math.Max(1, (int)(channels * settings.Width));
        Tensor x = builder.Conv2D(Layers.Image(builder, settings.Resolution), Scale(32), (3, 3), (2, 2), activation: Activation.Relu6);
        foreach ((int channels, int stride) in MobileNetV1Layers) x = Layers.Separable(builder, x, Scale(channels), stride, Activation.Relu6);
        return Layers.Classifier(builder, x, settings.Classes);
    }

    /// <summary>The last convolution keeps its 1280 channels at widths below 1, as in the paper.</summary>
    public static Tensor MobileNetV2(GraphBuilder builder, ZooSettings settings) => MobileNetV2Full
        .Scaled(channels => Layers.MultipleOf8(channels * settings.Width), head => Layers.MultipleOf8(head * Math.Max(1, settings.Width)))
        .Build(builder, settings.Resolution, settings.Classes);

    public static Tensor ProxylessNas(GraphBuilder builder, ZooSettings settings) => ProxylessNasFull
        .Scaled(channels => Layers.MultipleOf8Above(channels * settings.Width), head => Layers.MultipleOf8Above(head * settings.Width))
        .Build(builder, settings.Resolution, settings.Classes);

    public static Tensor MnasNet(GraphBuilder builder, ZooSettings settings) => MnasNetFull
        .Scaled(channels => Layers.MultipleOf8(channels * settings.Width), head => head)
        .Build(builder, settings.Resolution, settings.Classes);

    public static Tensor EfficientNet(GraphBuilder builder, ZooSettings settings) =>
        EfficientNetLite0.Build(builder, settings.Resolution, settings.Classes);
}
