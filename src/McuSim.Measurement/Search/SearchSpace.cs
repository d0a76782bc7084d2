using System.Collections.Immutable;

using McuSim.Models;
using McuSim.Models.Zoo;

namespace McuSim.Measurement.Search;

/// <summary>
/// Networks of inverted bottlenecks that differ in the kernel and expansion of each block and the depth of each stage: the mobile search space of ProxylessNAS
/// (Cai et al. 2019), which TinyNAS (Lin et al., MCUNet, NeurIPS 2020, section 3.1) scales by width and resolution until it suits a memory.
/// </summary>
/// <param name="Width">The factor on channels.</param>
/// <param name="Resolution">Height and width of the image.</param>
/// <param name="Classes">Outputs.</param>
public sealed record SearchSpace(double Width, int Resolution, int Classes)
{
    /// <summary>The width factors that TinyNAS tries.</summary>
    public static ImmutableArray<double> Widths { get; } = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

    /// <summary>The resolutions that TinyNAS tries.</summary>
    public static ImmutableArray<int> Resolutions { get; } = [48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224];

    /// <summary>Depthwise kernels.</summary>
    public static ImmutableArray<int> Kernels { get; } = [3, 5, 7];

    /// <summary>Expanded channels per input channel.</summary>
    public static ImmutableArray<int> Expansions { get; } = [3, 4, 6];

    /// <summary>Blocks of a stage whose depth may vary.</summary>
    public static ImmutableArray<int> Depths { get; } = [2, 3, 4];

    /// <summary>The most blocks of a stage, so how many genes it has.</summary>
    public const int DeepestStage = 4;

    private const int Stem = 32, FirstChannels = 16, LastChannels = 320;

    /// <summary>Channels at width 1 and stride of the stages whose blocks vary; before them a block that does not expand, behind them one more of 320 channels.</summary>
    private static readonly ImmutableArray<(int Channels, int Stride)> Stages = [(24, 2), (40, 2), (80, 2), (96, 1), (192, 2)];

    /// <summary>How many stages vary in depth.</summary>
    public static int StageCount => Stages.Length;

    /// <summary>How many blocks a genome describes.</summary>
    public static int BlockCount => (StageCount * DeepestStage) + 1;

    /// <summary>The network that a genome stands for.</summary>
    /// <param name="genome">Its choices.</param>
    public InvertedBottlenecks Decode(Genome genome)
    {
        var blocks = new List<Stage> { new(3, 1, 1, Scaled(FirstChannels)) };
        for (int stage = 0; stage < StageCount; stage++)
        {
            for (int block = 0; block < genome.Depths[stage]; block++)
            {
                BlockGene gene = genome.Blocks[(stage * DeepestStage) + block];
                blocks.Add(new(gene.Kernel, gene.Expansion, block == 0 ? Stages[stage].Stride : 1, Scaled(Stages[stage].Channels)));
            }
        }

        BlockGene last = genome.Blocks[^1];
        blocks.Add(new(last.Kernel, last.Expansion, 1, Scaled(LastChannels)));
        return new(Scaled(Stem), blocks, 0);
    }

    /// <summary>A random network of the space.</summary>
    /// <param name="random">Where it comes from.</param>
    public static Genome Sample(SeededRandom random) => new(
        [.. Enumerable.Range(0, StageCount).Select(_ => random.Pick(Depths.AsSpan()))], [.. Enumerable.Range(0, BlockCount).Select(_ => Gene(random))]);

    /// <summary>Every choice made anew once in ten times (the mutation rate of MCUNet and Once-for-all).</summary>
    /// <param name="genome">The parent.</param>
    /// <param name="random">Where changes come from.</param>
    public static Genome Mutate(Genome genome, SeededRandom random)
    {
        const int Rate = 10;
        return new(
            [.. genome.Depths.Select(depth => random.OneIn(Rate) ? random.Pick(Depths.AsSpan()) : depth)],
            [.. genome.Blocks.Select(block => random.OneIn(Rate) ? Gene(random) : block)]);
    }

    /// <summary>Every choice from one parent or the other.</summary>
    /// <param name="one">A parent.</param>
    /// <param name="other">The other.</param>
    /// <param name="random">Tosses the coins.</param>
    public static Genome Cross(Genome one, Genome other, SeededRandom random) => new(
        [.. one.Depths.Zip(other.Depths, (a, b) => random.OneIn(2) ? a : b)], [.. one.Blocks.Zip(other.Blocks, (a, b) => random.OneIn(2) ? a : b)]);

    private static BlockGene Gene(SeededRandom random) => new(random.Pick(Kernels.AsSpan()), random.Pick(Expansions.AsSpan()));

    /// <summary>The nearest multiple of 8, at least 8.</summary>
    private int Scaled(int channels) => Math.Max(8, (int)Math.Round(channels * Width / 8, MidpointRounding.AwayFromZero) * 8);
}

/// <summary>The choices that make a network of the space.</summary>
/// <param name="Depths">Blocks of each stage.</param>
/// <param name="Blocks">Of each block, also of those beyond a stage's depth, so that genomes can be crossed.</param>
public sealed record Genome(ImmutableArray<int> Depths, ImmutableArray<BlockGene> Blocks);

/// <summary>The choices of a block.</summary>
/// <param name="Kernel">Rows and columns of the depthwise kernel.</param>
/// <param name="Expansion">Expanded channels per input channel.</param>
public readonly record struct BlockGene(int Kernel, int Expansion);
