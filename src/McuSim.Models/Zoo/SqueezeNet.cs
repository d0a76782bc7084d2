namespace McuSim.Models.Zoo;

/// <summary>SqueezeNet 1.1 (Iandola 2016, and the change of its authors that computes 2.4 times less): "fire" modules and a classifier without fully connected layer.</summary>
internal static class SqueezeNet
{
    public static Tensor Build(GraphBuilder builder, ZooSettings settings)
    {
        Tensor x = builder.Conv2D(Layers.Image(builder, settings.Resolution), 64, (3, 3), (2, 2), Padding.Valid);
        x = Fire(builder, Fire(builder, Pool(builder, x), 16, 64), 16, 64);
        x = Fire(builder, Fire(builder, Pool(builder, x), 32, 128), 32, 128);
        x = Fire(builder, Fire(builder, Pool(builder, x), 48, 192), 48, 192);
        x = Fire(builder, Fire(builder, x, 64, 256), 64, 256);
        x = builder.GlobalAveragePool(builder.Conv2D(x, settings.Classes, (1, 1), (1, 1)));
        return builder.Softmax(builder.Reshape(x, Shape.Of(1, settings.Classes)));
    }

    private static Tensor Pool(GraphBuilder builder, Tensor x) => builder.Pool2D(x, PoolKind.Max, (3, 3), (2, 2));

    /// <summary>A 1x1 convolution to few channels, and from there a 1x1 and a 3x3 convolution side by side.</summary>
    private static Tensor Fire(GraphBuilder builder, Tensor x, int squeezed, int expanded)
    {
        x = builder.Conv2D(x, squeezed, (1, 1), (1, 1));
        return builder.Concatenation(3, builder.Conv2D(x, expanded, (1, 1), (1, 1)), builder.Conv2D(x, expanded, (3, 3), (1, 1)));
    }
}
