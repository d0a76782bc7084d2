namespace McuSim.Models;

/// <summary>Networks that need no file: known topologies with random weights.</summary>
public static class BuiltInModels
{
    private static readonly Lazy<Model> LazyKeywordSpotting = new(MakeKeywordSpotting);

    /// <summary>
    /// The DS-CNN of the MLPerf Tiny keyword-spotting benchmark (Banbury et al., "MLPerf Tiny Benchmark", 2021; topology of
    /// mlcommons/tiny <c>keras_model.py</c>): 49x10 MFCC to 12 classes, 2.7 million multiply-accumulates. Weights are random.
    /// </summary>
    public static Model KeywordSpotting => LazyKeywordSpotting.Value;

    private static Model MakeKeywordSpotting()
    {
        const int Channels = 64;
        var builder = new GraphBuilder(seed: 1);
        Tensor x = builder.Input(Shape.Of(1, 49, 10, 1), scale: 0.5f, zeroPoint: 83);
        x = builder.Conv2D(x, Channels, (10, 4), (2, 2));
        for (int block = 0; block < 4; block++)
        {
            x = builder.DepthwiseConv2D(x, (3, 3), (1, 1));
            x = builder.Conv2D(x, Channels, (1, 1), (1, 1));
        }

        x = builder.GlobalAveragePool(x);
        x = builder.Reshape(x, Shape.Of(1, Channels));
        x = builder.FullyConnected(x, 12);
        return builder.BuildModel("keyword-spotting", builder.Softmax(x));
    }
}
