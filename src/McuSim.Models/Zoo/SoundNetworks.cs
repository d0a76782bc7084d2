namespace McuSim.Models.Zoo;

/// <summary>Networks for keywords and machine sounds.</summary>
internal static class SoundNetworks
{
    /// <summary>MLPerf Tiny's keyword network: 49x10 MFCC, 64 channels.</summary>
    public static Tensor MlperfKeywords(GraphBuilder builder, ZooSettings settings)
    {
        Tensor x = builder.Conv2D(Mfcc(builder, 10), 64, (10, 4), (2, 2));
        for (int block = 0; block < 4; block++) x = Layers.Separable(builder, x, 64, 1);
        return Layers.Classifier(builder, x, settings.Classes);
    }

    /// <summary>Zhang et al., "Hello Edge: keyword spotting on microcontrollers" (2017), DS-CNN S, M and L (appendix A).</summary>
    public static Tensor DsCnn(GraphBuilder builder, ZooSettings settings, int channels, int blocks)
    {
        bool small = channels == 64;
        Tensor x = builder.Conv2D(Mfcc(builder, 10), channels, (10, 4), small ? (2, 2) : (2, 1));
        for (int block = 0; block < blocks; block++) x = Layers.Separable(builder, x, channels, block == 0 && !small ? 2 : 1);
        return Layers.Classifier(builder, x, settings.Classes);
    }

    /// <summary>MLPerf Tiny's anomaly detection: fully connected 640-128-128-128-128-8-128-128-128-128-640.</summary>
    public static Tensor Autoencoder(GraphBuilder builder, ZooSettings settings)
    {
        Tensor x = builder.Input(Shape.Of(1, 640));
        foreach (int width in (int[])[128, 128, 128, 128, 8, 128, 128, 128, 128]) x = builder.FullyConnected(x, width, Activation.Relu);
        return builder.FullyConnected(x, 640);
    }

    private static Tensor Mfcc(GraphBuilder builder, int coefficients) =>
        builder.Input(Shape.Of(1, 49, coefficients, 1), scale: 0.5f, zeroPoint: 83);
}
