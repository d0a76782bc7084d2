namespace McuSim.Models.Zoo;

/// <summary>
/// Saha et al., "RNNPool: Efficient Non-linear Pooling for RAM Constrained Inference" (NeurIPS 2020): a patch of an image is summed up by a small
/// recurrent network that sweeps its rows and its columns, and another one that sweeps the summaries both ways. The patches of an image overlap,
/// but the rows of those above each other are the same: all rows of the image are swept at once, then all patches.
/// </summary>
/// <param name="Patch">Rows and columns of a patch.</param>
/// <param name="Stride">From one patch to the next.</param>
/// <param name="Hidden">Channels of the first network; the second has as many, so the output has four times as many.</param>
internal sealed record RnnPool(int Patch, int Stride, int Hidden)
{
    private const int Rows = 1, Columns = 2, Channels = 3;

    /// <summary>Pools an image: [1, H, W, C] to [1, (H - Patch) / Stride + 1, (W - Patch) / Stride + 1, 4 * Hidden].</summary>
    public Tensor Build(GraphBuilder builder, Tensor image)
    {
        FastGrnn first = new(builder, Hidden), second = new(builder, Hidden);
        Tensor along = Summaries(builder, first, second, image, Columns, Rows), down = Summaries(builder, first, second, image, Rows, Columns);
        return builder.Concatenation(Channels, down, along);
    }

    /// <summary>The output behind the image, with its last row and column once more: as large as the next layers of the paper's networks take it.</summary>
    public static Tensor RepeatLast(GraphBuilder builder, Tensor image)
    {
        foreach (int axis in (int[])[Rows, Columns])
            image = builder.Concatenation(axis, image, builder.Slice(image, axis, image.Shape[axis] - 1, 1));
        return image;
    }

    /// <summary>Sweeps each patch along one dimension, then the results both ways along the other one.</summary>
    private Tensor Summaries(GraphBuilder builder, FastGrnn first, FastGrnn second, Tensor image, int sweep, int then)
    {
        Tensor[] steps = Projected(builder, second, first.Sweep(Projected(builder, first, image, sweep)), then);
        return builder.Concatenation(Channels, second.Sweep(steps), second.Sweep([.. steps.Reverse()]));
    }

    /// <summary>The steps as the network takes them; the whole image is projected at once where that does not make it larger.</summary>
    private Tensor[] Projected(GraphBuilder builder, FastGrnn network, Tensor image, int axis) => image.Shape[Channels] >= Hidden
        ? Steps(builder, network.Project(image), axis)
        : [.. Steps(builder, image, axis).Select(network.Project)];

    /// <summary>The first, second, ... row (or column) of every patch.</summary>
    private Tensor[] Steps(GraphBuilder builder, Tensor image, int axis)
    {
        int patches = ((image.Shape[axis] - Patch) / Stride) + 1;
        return [.. Enumerable.Range(0, Patch).Select(step => builder.Slice(image, axis, step, patches, Stride))];
    }
}
