namespace McuSim.Models.Zoo;

/// <summary>Residual networks.</summary>
internal static class ResNets
{
    /// <summary>ResNet-8 of MLPerf Tiny's image classification (mlcommons/tiny <c>keras_model.py</c>, <c>resnet_v1_eembc</c>).</summary>
    public static Tensor ResNet8(GraphBuilder builder, ZooSettings settings)
    {
        int Scale(int channels) => Math.Max(1, (int)(channels * settings.Width));
        Tensor x = builder.Conv2D(Layers.Image(builder, settings.Resolution), Scale(16), (3, 3), (1, 1));
        x = Block(builder, x, Scale(16), 1);
        x = Block(builder, x, Scale(32), 2);
        return Layers.Classifier(builder, Block(builder, x, Scale(64), 2), settings.Classes);
    }

    /// <summary>He et al., "Deep residual learning for image recognition" (CVPR 2016), table 1, 18 layers.</summary>
    public static Tensor ResNet18(GraphBuilder builder, ZooSettings settings)
    {
        int Scale(int channels) => Math.Max(1, (int)(channels * settings.Width));
        Tensor x = builder.Conv2D(Layers.Image(builder, settings.Resolution), Scale(64), (7, 7), (2, 2));
        x = builder.Pool2D(x, PoolKind.Max, (3, 3), (2, 2), Padding.Same);
        for (int stage = 0; stage < 4; stage++)
        {
            x = Block(builder, x, Scale(64 << stage), stage == 0 ? 1 : 2);
            x = Block(builder, x, Scale(64 << stage), 1);
        }

        return Layers.Classifier(builder, x, settings.Classes);
    }

    private static Tensor Block(GraphBuilder builder, Tensor input, int channels, int stride)
    {
        Tensor x = builder.Conv2D(input, channels, (3, 3), (stride, stride));
        x = builder.Conv2D(x, channels, (3, 3), (1, 1), activation: Activation.None);
        Tensor shortcut = stride == 1 && input.Shape[3] == channels ? input
            : builder.Conv2D(input, channels, (1, 1), (stride, stride), activation: Activation.None);
        return builder.Elementwise(ElementwiseKind.Add, shortcut, x, Activation.Relu);
    }
}
