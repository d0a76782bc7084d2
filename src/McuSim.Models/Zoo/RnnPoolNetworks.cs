namespace McuSim.Models.Zoo;

/// <summary>Networks in which an <see cref="RnnPool"/> takes the place of the first, memory-heavy blocks (Saha et al., NeurIPS 2020; topologies as in microsoft/EdgeML).</summary>
internal static class RnnPoolNetworks
{
    private static readonly InvertedBottlenecks BehindPool = new(
        8, [new(3, 6, 2, 64, 4), new(3, 6, 1, 96, 3), new(3, 6, 2, 160, 3), new(3, 6, 1, 320)], 1280);

    /// <summary>MobileNetV2 for Visual Wake Words: a convolution to 8 channels, a pool of 6x6 patches, and MobileNetV2 from its fourth stage on.</summary>
    public static Tensor VisualWakeWords(GraphBuilder builder, ZooSettings settings)
    {
        Tensor x = builder.Conv2D(Layers.Image(builder, settings.Resolution), BehindPool.Stem, (3, 3), (2, 2), activation: Activation.Relu6);
        x = RnnPool.RepeatLast(builder, new RnnPool(Patch: 6, Stride: 4, Hidden: 8).Build(builder, x));
        return BehindPool
            .Scaled(channels => Layers.MultipleOf8(channels * settings.Width), head => Layers.MultipleOf8(head * Math.Max(1, settings.Width)))
            .Build(builder, x, settings.Classes);
    }

    /// <summary>
    /// RNNPool-Face-M4: faces in a grey image of 240x320. Per anchor four numbers of a box and the scores; without the L2 normalisation before the
    /// heads and the choice among the first head's three background scores.
    /// </summary>
    public static Tensor Face(GraphBuilder builder, ZooSettings settings)
    {
        Tensor x = builder.Conv2D(builder.Input(Shape.Of(1, 240, 320, 1)), 4, (3, 3), (2, 2), activation: Activation.Relu6);
        x = RnnPool.RepeatLast(builder, new RnnPool(Patch: 8, Stride: 4, Hidden: 16).Build(builder, x));
        var heads = new List<Tensor>();
        foreach ((int channels, int stride) in ((int, int)[])[(32, 1), (32, 1), (64, 2), (64, 1)])
        {
            x = BehindPool.Block(builder, x, new(3, 2, stride, channels), stride);
            foreach (int outputs in (int[])[4, heads.Count == 0 ? 4 : 2])
            {
                Tensor head = builder.Conv2D(x, outputs, (3, 3), (1, 1), activation: Activation.None);
                heads.Add(builder.Reshape(head, Shape.Of(1, head.Shape.ElementCount)));
            }
        }

        return builder.Concatenation(1, [.. heads]);
    }
}
