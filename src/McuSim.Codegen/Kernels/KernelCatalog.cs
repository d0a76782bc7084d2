using System.Collections.Immutable;

using McuSim.Common;
using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>Every kernel there is.</summary>
internal static class KernelCatalog
{
    /// <summary>All kernels; of offers at equal cost the earlier kernel's is taken.</summary>
    public static ImmutableArray<Kernel> All { get; } =
    [
        new DspConv1x1(),
        new DspWinograd(WinogradWeights.Transformed, tiles: 4),
        new DspWinograd(WinogradWeights.AllAtOnce, tiles: 4),
        .. Enumerable.Range(2, 4).Select(i => new DspWinograd(WinogradWeights.ByPair, tiles: 1 << i)),
        new DspConv2DShared(),
        new DspConv2D(mostPixels: 4),
        new DspConv2D(mostPixels: 1),
        new DspDepthwiseConv2D(scratchLimit: 4096),
        new DspDepthwiseConv2D(scratchLimit: 1536),
        new DspDepthwiseConv2D(scratchLimit: 512),
        new DspFullyConnected(quads: true),
        new DspFullyConnected(quads: false),
        new DspFullyConnectedDirect(quads: true),
        new DspFullyConnectedDirect(quads: false),
        new DspGroupedConv2D(),
        new DspWideConv2D(),
        new DspWideFullyConnected(),
        .. Enumerable.Range(1, 5).Select(i => new LibraryConv2D(1 << i)),
        new LibraryDepthwiseConv2D(),
        new LibraryFullyConnected(),
        new PlainConv1x1(descending: false),
        new PlainConv1x1(descending: true),
        new PlainConv2DWindows(),
        new PlainConv2D(descending: false),
        new PlainConv2D(descending: true),
        new PlainDepthwiseBlocks(),
        new PlainDepthwiseChannels(),
        new PlainDepthwiseConv2D(),
        new PlainFullyConnectedQuads(),
        new PlainFullyConnected(),
        new AsymmetricConv2D(),
        new AsymmetricFullyConnected(),
        new AsymmetricDepthwiseConv2D(),
        new PlainPool2DBlocks(),
        new PlainPool2D(),
        new DspAdd(),
        new PlainAddLinear(),
        new PlainChannelLinear(),
        new PlainElementwiseChannels(),
        new PlainElementwise(),
        new LookupTable(),
        new PlainMean(),
        new PlainSoftmax(),
        new PlainQuantize(),
        new PlainDequantize(),
        new PlainPad(),
        new PlainConcatenation(),
        new PlainGatherChannels(),
        new PlainTranspose(),
        new PlainSliceImage(),
        new PlainSlice(),
        new PlainBroadcast(),
        new PlainResizeBilinear(),
        new PlainTransposeConv(),
        new PlainResizeNearestNeighbor(),
        new PlainCopy(),
        new PlainStoreState(),
        new PlainLstm(),
        new AudioFeaturesFixed(),
        new AudioFeaturesFloat(),
    ];

    /// <summary>The kernels that can compute an operator with what each would take, cheapest first.</summary>
    public static ImmutableArray<KernelChoice> OffersFor(Operator @operator, KernelContext context)
    {
        var offers = ImmutableArray.CreateBuilder<KernelChoice>();
        foreach (Kernel kernel in All)
        {
            if (kernel.ServesAt(context.Options.Stage) && kernel.Offer(@operator, context) is { } offer) offers.Add(new(kernel, Within(context.Options.Stage, offer)));
        }

        if (offers.Count == 0)
            throw McuSimException.BadInput($"Operator {@operator.Index} ({@operator.Name}) has no kernel for this core; change the model or the core.");
        ImmutableArray<KernelChoice> byEstimate = [.. offers.OrderBy(o => o.Offer.Cost)];
        return context.Options.Costs?.Rank(byEstimate, o => KernelKey.Of(o.Kernel, @operator, context)) ?? byEstimate;
    }

    /// <summary>The overlaps that a stage of the engine may use.</summary>
    private static KernelOffer Within(EngineStage stage, KernelOffer offer) => stage switch
    {
        >= EngineStage.Overlapped => offer,
        EngineStage.InPlace => offer with { Overlaps = [.. offer.Overlaps.Where(o => o.Delta == 0)] },
        _ => offer with { Overlaps = [] },
    };
}

/// <summary>A kernel and what an operator takes with it.</summary>
internal readonly record struct KernelChoice(Kernel Kernel, KernelOffer Offer);
