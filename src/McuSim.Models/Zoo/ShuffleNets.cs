namespace McuSim.Models.Zoo;

/// <summary>ShuffleNet V1 and V2: group convolutions and channel shuffles.</summary>
internal static class ShuffleNets
{
    private static readonly int[] Repeats = [4, 8, 4];

    /// <summary>Zhang et al., "ShuffleNet" (CVPR 2018), table 1.</summary>
    public static Tensor V1(GraphBuilder builder, ZooSettings settings)
    {
        int groups = settings.Groups;
        double width = settings.Width * groups switch { 1 => 144, 2 => 200, 3 => 240, 4 => 272, _ => 384 };
        Tensor x = Stem(builder, settings.Resolution, Round(Math.Max(8, (int)Math.Round(24 * settings.Width)), groups));
        for (int stage = 0; stage < Repeats.Length; stage++)
        {
            int channels = Round((int)width << stage, 4 * groups);
            x = UnitV1(builder, x, channels, stride: 2, groups, firstGroups: stage == 0 ? 1 : groups);
            for (int unit = 1; unit < Repeats[stage]; unit++) x = UnitV1(builder, x, channels, stride: 1, groups, groups);
        }

        return Layers.Classifier(builder, x, settings.Classes);
    }

    /// <summary>Ma et al., "ShuffleNet V2" (ECCV 2018), table 5; the four widths are those of the paper.</summary>
    public static Tensor V2(GraphBuilder builder, ZooSettings settings)
    {
        (int first, int last) = settings.Width switch { 0.5 => (48, 1024), 1 => (116, 1024), 1.5 => (176, 1024), _ => (244, 2048) };
        Tensor x = Stem(builder, settings.Resolution, 24);
        for (int stage = 0; stage < Repeats.Length; stage++)
        {
            x = DownV2(builder, x, first << stage);
            for (int unit = 1; unit < Repeats[stage]; unit++)
            {
                int half = x.Shape[3] / 2;
                Tensor kept = builder.Slice(x, 3, 0, half);
                x = Shuffle(builder, builder.Concatenation(3, kept, BranchV2(builder, builder.Slice(x, 3, half, half), half, 1)), 2);
            }
        }

        return Layers.Classifier(builder, builder.Conv2D(x, last, (1, 1), (1, 1)), settings.Classes);
    }

    private static Tensor Stem(GraphBuilder builder, int resolution, int channels) => builder.Pool2D(
        builder.Conv2D(Layers.Image(builder, resolution), channels, (3, 3), (2, 2)), PoolKind.Max, (3, 3), (2, 2), Padding.Same);

    private static Tensor UnitV1(GraphBuilder builder, Tensor input, int channels, int stride, int groups, int firstGroups)
    {
        Tensor x = builder.Conv2D(input, channels / 4, (1, 1), (1, 1), groups: firstGroups);
        x = builder.DepthwiseConv2D(Shuffle(builder, x, groups), (3, 3), (stride, stride), activation: Activation.None);
        if (stride == 1)
        {
            x = builder.Conv2D(x, channels, (1, 1), (1, 1), activation: Activation.None, groups: groups);
            return builder.Elementwise(ElementwiseKind.Add, input, x, Activation.Relu);
        }

        // The input is not negative, so its average needs no RELU of its own behind the concatenation.
        x = builder.Conv2D(x, channels - input.Shape[3], (1, 1), (1, 1), groups: groups);
        return builder.Concatenation(3, builder.Pool2D(input, PoolKind.Average, (3, 3), (2, 2), Padding.Same), x);
    }

    private static Tensor DownV2(GraphBuilder builder, Tensor input, int channels)
    {
        Tensor left = builder.DepthwiseConv2D(input, (3, 3), (2, 2), activation: Activation.None);
        left = builder.Conv2D(left, channels / 2, (1, 1), (1, 1));
        return Shuffle(builder, builder.Concatenation(3, left, BranchV2(builder, input, channels / 2, 2)), 2);
    }

    private static Tensor BranchV2(GraphBuilder builder, Tensor input, int channels, int stride)
    {
        Tensor x = builder.Conv2D(input, channels, (1, 1), (1, 1));
        x = builder.DepthwiseConv2D(x, (3, 3), (stride, stride), activation: Activation.None);
        return builder.Conv2D(x, channels, (1, 1), (1, 1));
    }

    /// <summary>Channel c of group g becomes channel c * groups + g.</summary>
    private static Tensor Shuffle(GraphBuilder builder, Tensor input, int groups)
    {
        if (groups == 1) return input;
        (int height, int width, int channels) = (input.Shape[1], input.Shape[2], input.Shape[3]);
        Tensor x = builder.Reshape(input, Shape.Of(1, height, width, groups, channels / groups));
        return builder.Reshape(builder.Transpose(x, 0, 1, 2, 4, 3), input.Shape);
    }

    private static int Round(int channels, int multiple) => Math.Max(1, (channels + (multiple / 2)) / multiple) * multiple;
}
