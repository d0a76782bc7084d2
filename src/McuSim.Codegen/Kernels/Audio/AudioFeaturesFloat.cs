using System.Collections.Immutable;

using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>AUDIO_FEATURES in single precision.</summary>
internal sealed class AudioFeaturesFloat : Kernel<AudioFeatures>
{
    /// <inheritdoc/>
    public override string Name => "audio_features_float";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(AudioFeatures op, KernelContext context) =>
        op.Arithmetic == AudioArithmetic.Float ? new(AudioScratch.Cost(op.Tables), new AudioScratch(op.Tables, binBytes: 4).Bytes) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(AudioFeatures op, KernelContext context)
    {
        AudioTables tables = op.Tables;
        var numbers = new AudioFloatTables(tables, op.Output.Scale);
        var integers = new AudioFixedTables(tables, op.Output.Scale);
        var scratch = new AudioScratch(tables, binBytes: 4);
        return new KernelCall("audio_features_float", "audio_features_float", "audio/audio_features_float.h")
            .With("samples", new TensorArgument(op.Input, "const arena_int16 *"))
            .With("output", op.Output)
            .With("spectrum", new ScratchArgument("arena_float *"))
            .With("bins", new ScratchArgument("arena_float *", scratch.Bins))
            .With("logs", new ScratchArgument("arena_float *", scratch.Logs))
            .WithConstants("window", ConstantType.Float32, Bits(numbers.Window), "the window")
            .WithConstants("twiddles", ConstantType.Float32, Bits(numbers.Twiddles), "cos and sin of pi k / (transform / 2)")
            .WithConstants("weights", ConstantType.Float32, Bits(numbers.Weights), "weights of the bins, band after band")
            .WithConstants("log_table", ConstantType.Float32, Bits(numbers.Logs), "log2(1 + i / 128)")
            .WithConstants("factors", ConstantType.Float32, Bits(numbers.Factors), "cosines times ln 2 / output scale")
            .WithConstants("first_bins", ConstantType.Int16, integers.FirstBins, "the first bin of each band")
            .WithConstants("counts", ConstantType.Int16, integers.Counts, "and how many it has")
            .WithFrames(op)
            .With("floor", new FloatArgument(numbers.Floor));
    }

    private static ImmutableArray<int> Bits(ImmutableArray<float> values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
