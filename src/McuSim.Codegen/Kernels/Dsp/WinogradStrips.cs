using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Where <c>dsp/winograd.h</c> has its weights: <c>enum winograd_weights</c>.</summary>
internal enum WinogradWeights
{
    /// <summary>Transformed in flash.</summary>
    Transformed,

    /// <summary>As int8 in flash; all of them transformed into scratch once.</summary>
    AllAtOnce,

    /// <summary>As int8 in flash; those of two channels transformed into scratch once per strip of tiles.</summary>
    ByPair,
}

/// <summary>How Winograd's form divides a layer: tiles of a strip, and where the weights are.</summary>
/// <param name="Op">The convolution.</param>
/// <param name="Weights">Where the weights are.</param>
/// <param name="Tiles">Tiles of 2x2 outputs whose values are transformed together, a multiple of four.</param>
internal sealed record WinogradStrips(Conv2D Op, WinogradWeights Weights, int Tiles)
{
    /// <summary>Instructions to transform the weights of one filter and input channel, as counted in the compiled loop.</summary>
    private const int WeightCost = 47;

    /// <summary>More scratch than this is not asked for.</summary>
    private const int ScratchLimit = 24576;

    /// <summary>Whether fewer tiles would not do as well, and the scratch is not too large.</summary>
    public bool IsUseful => (Tiles == 4 || Tiles < TilesOf(Op) * 2) && ScratchBytes <= ScratchLimit;

    /// <summary>Working memory.</summary>
    public int ScratchBytes => Math.Max(512, 16 * Op.Input.Shape[3]) + (32 * Op.Input.Shape[3] * (Tiles + HeldChannels));

    /// <summary>An estimate in core cycles, counted in the kernels' loops.</summary>
    public long Cost
    {
        get
        {
            long inputs = Op.Input.Shape[3], images = Op.Input.Shape[0], tiles = TilesOf(Op);
            long strips = images * ((tiles + Tiles - 1) / Tiles), fours = images * ((tiles + 3) / 4);
            long transforms = Weights switch { WinogradWeights.Transformed => 0, WinogradWeights.AllAtOnce => 1, _ => strips };
            long products = 16 * ((inputs * 6) + 15), outputs = 8 * 72;
            return (fours * ((inputs * 240) + (Pairs * (products + outputs)))) + (transforms * 2 * Pairs * inputs * WeightCost);
        }
    }

    private long Pairs => (Op.Output.Shape[3] + 1) / 2;

    private int HeldChannels => Weights switch { WinogradWeights.Transformed => 0, WinogradWeights.AllAtOnce => 2 * (int)Pairs, _ => 2 };

    private static int TilesOf(Conv2D op) => (op.Output.Shape[1] + 1) / 2 * ((op.Output.Shape[2] + 1) / 2);
}
