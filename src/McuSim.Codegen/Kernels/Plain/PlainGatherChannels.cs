using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>GATHER_CHANNELS of one or two images in plain C.</summary>
internal sealed class PlainGatherChannels : Kernel<GatherChannels>
{
    /// <inheritdoc/>
    public override string Name => "gather_channels";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(GatherChannels op, KernelContext context) =>
        op.Inputs.Length <= 2 ? new(op.Output.ByteCount + (Runs(op).Length * 10L * Pixels(op))) { ByRows = true } : null;

    /// <inheritdoc/>
    protected override KernelCall Call(GatherChannels op, KernelContext context)
    {
        ImmutableArray<(int Input, int Channel, int Count)> runs = Runs(op);
        return new KernelCall("gather_channels", "gather_channels", "plain/gather_channels.h")
            .With("left", op.Inputs[0]).With("right", op.Inputs[^1])
            .With("output", op.Output)
            .WithConstants("runs", ConstantType.Int16, [.. runs.SelectMany(r => (int[])[r.Input, r.Channel, r.Count])], "per run of channels: which input, its first channel, how many")
            .With("run_count", runs.Length)
            .With("pixels", Pixels(op))
            .With("left_channels", op.Inputs[0].Shape[3]).With("right_channels", op.Inputs[^1].Shape[3]);
    }

    private static int Pixels(GatherChannels op) => op.Output.ByteCount / op.Channels.Length;

    private static ImmutableArray<(int Input, int Channel, int Count)> Runs(GatherChannels op)
    {
        var runs = ImmutableArray.CreateBuilder<(int Input, int Channel, int Count)>();
        foreach ((int input, int channel) in op.Channels)
        {
            if (runs.Count > 0 && runs[^1] is var last && input == last.Input && channel == last.Channel + last.Count) runs[^1] = last with { Count = last.Count + 1 };
            else runs.Add((input, channel, 1));
        }

        return runs.ToImmutable();
    }
}
