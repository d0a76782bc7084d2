namespace McuSim.Models.Zoo;

/// <summary>Networks that are a 3x3 convolution of stride 2, inverted bottlenecks, an optional 1x1 convolution, an average and a classifier.</summary>
/// <param name="Stem">Channels of the first convolution.</param>
/// <param name="Stages">The bottlenecks.</param>
/// <param name="Head">Channels of the last convolution, or 0 for none.</param>
/// <param name="Activation">The activation inside blocks.</param>
public sealed record InvertedBottlenecks(int Stem, IReadOnlyList<Stage> Stages, int Head, Activation Activation = Activation.Relu6)
{
    /// <summary>Builds the network.</summary>
    /// <param name="builder">An empty builder.</param>
    /// <param name="resolution">Height and width of the image.</param>
    /// <param name="classes">Outputs.</param>
    public Tensor Build(GraphBuilder builder, int resolution, int classes) =>
        Build(builder, builder.Conv2D(Layers.Image(builder, resolution), Stem, (3, 3), (2, 2), activation: Activation), classes);

    /// <summary>Builds what comes behind the first convolution.</summary>
    /// <param name="builder">A builder.</param>
    /// <param name="x">What the bottlenecks start from.</param>
    /// <param name="classes">Outputs.</param>
    public Tensor Build(GraphBuilder builder, Tensor x, int classes)
    {
        foreach (Stage stage in Stages)
        {
            for (int block = 0; block < stage.Blocks; block++) x = Block(builder, x, stage, block == 0 ? stage.Stride : 1);
        }

        if (Head > 0) x = builder.Conv2D(x, Head, (1, 1), (1, 1), activation: Activation);
        return Layers.Classifier(builder, x, classes);
    }

    /// <summary>The network with seeded random weights, which latency, memory and flash do not depend on.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="resolution">Height and width of the image.</param>
    /// <param name="classes">Outputs.</param>
    public Model ToModel(string name, int resolution, int classes)
    {
        var builder = new GraphBuilder(seed: 1);
        return builder.BuildModel(name, Build(builder, resolution, classes));
    }

    /// <summary>The network without calibrated quantisation: good for counting and planning, and much faster than <see cref="ToModel"/>.</summary>
    /// <param name="resolution">Height and width of the image.</param>
    /// <param name="classes">Outputs.</param>
    public Graph Outline(int resolution, int classes)
    {
        var builder = new GraphBuilder(seed: 1, calibrated: false);
        return builder.Build(Build(builder, resolution, classes));
    }

    /// <summary>The same network with every width passed through <paramref name="scale"/>.</summary>
    /// <param name="scale">Of all channels but the head's.</param>
    /// <param name="scaleHead">Of the head's channels.</param>
    public InvertedBottlenecks Scaled(Func<int, int> scale, Func<int, int> scaleHead) => this with
    {
        Stem = scale(Stem),
        Stages = [.. Stages.Select(stage => stage with { Channels = scale(stage.Channels) })],
        Head = Head > 0 ? scaleHead(Head) : 0,
    };

    /// <summary>Adds one bottleneck of a stage.</summary>
    public Tensor Block(GraphBuilder builder, Tensor input, Stage stage, int stride)
    {
        int channels = input.Shape[3];
        Tensor x = input;
        if (stage.Expansion != 1) x = builder.Conv2D(x, channels * stage.Expansion, (1, 1), (1, 1), activation: Activation);
        x = builder.DepthwiseConv2D(x, (stage.Kernel, stage.Kernel), (stride, stride), activation: Activation);
        x = builder.Conv2D(x, stage.Channels, (1, 1), (1, 1), activation: Activation.None);
        bool residual = stride == 1 && channels == stage.Channels && stage.Expansion != 1;
        return residual ? builder.Elementwise(ElementwiseKind.Add, input, x) : x;
    }
}
