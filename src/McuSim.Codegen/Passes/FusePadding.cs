using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>
/// Makes a PAD part of the window of the convolution that reads it: convolutions read the zero point outside their image, so padding with
/// the zero point over height and width changes nothing. Average pooling counts only elements inside the image, so it keeps its PAD; max
/// pooling keeps it too.
/// </summary>
internal static class FusePadding
{
    /// <summary>Runs the pass. The PAD itself goes when nothing else reads it (<see cref="DropUnusedSteps"/>).</summary>
    public static Schedule Run(Schedule schedule)
    {
        var pads = schedule.Steps.Select(s => s.Operator).OfType<Pad>().Where(IsFusible).ToDictionary(p => p.Output);
        return schedule with { Steps = [.. schedule.Steps.Select(s => Fuse(s, pads))] };
    }

    private static bool IsFusible(Pad pad) =>
        pad.Input.Shape.Rank == 4 && !pad.Input.IsConstant
        && pad.Before[0] == 0 && pad.After[0] == 0 && pad.Before[3] == 0 && pad.After[3] == 0
        && pad.Before.All(b => b >= 0) && pad.After.All(a => a >= 0)
        && pad.Value == pad.Input.ZeroPoint && pad.Input.ZeroPoint == pad.Output.ZeroPoint && pad.Input.Scale == pad.Output.Scale;

    private static Step Fuse(Step step, Dictionary<Tensor, Pad> pads)
    {
        if (step.Operator is Conv2D conv && pads.TryGetValue(conv.Input, out Pad? pad))
            return new(conv with { Input = pad.Input, Window = Widen(conv.Window, pad) }, Fused(step, pad));
        if (step.Operator is DepthwiseConv2D depthwise && pads.TryGetValue(depthwise.Input, out pad))
            return new(depthwise with { Input = pad.Input, Window = Widen(depthwise.Window, pad) }, Fused(step, pad));
        return step;
    }

    private static Window Widen(Window window, Pad pad) =>
        window with { PadTop = window.PadTop + pad.Before[1], PadLeft = window.PadLeft + pad.Before[2] };

    private static ImmutableArray<string> Fused(Step step, Pad pad) => [$"{pad.Name} {pad.Index}", .. step.Fused];
}
