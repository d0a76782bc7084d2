using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>AUDIO_FEATURES in integers.</summary>
internal sealed class AudioFeaturesFixed : Kernel<AudioFeatures>
{
    /// <inheritdoc/>
    public override string Name => "audio_features_fixed";

    /// <inheritdoc/>
    protected override KernelOffer? Offer(AudioFeatures op, KernelContext context) =>
        op.Arithmetic == AudioArithmetic.Fixed ? new(AudioScratch.Cost(op.Tables), new AudioScratch(op.Tables, binBytes: 8).Bytes) : null;

    /// <inheritdoc/>
    protected override KernelCall Call(AudioFeatures op, KernelContext context)
    {
        AudioTables tables = op.Tables;
        var numbers = new AudioFixedTables(tables, op.Output.Scale);
        var scratch = new AudioScratch(tables, binBytes: 8);
        return new KernelCall("audio_features_fixed", "audio_features_fixed", "audio/audio_features_fixed.h")
            .With("samples", new TensorArgument(op.Input, "const arena_int16 *"))
            .With("output", op.Output)
            .With("spectrum", new ScratchArgument("arena_int32 *"))
            .With("bins", new ScratchArgument("arena_uint64 *", scratch.Bins))
            .With("logs", new ScratchArgument("arena_int32 *", scratch.Logs))
            .WithConstants("window", ConstantType.Int16, numbers.Window, "the window, 15 bits after the point")
            .WithConstants("twiddles", ConstantType.Int32, numbers.Twiddles, "cos and sin of pi k / (transform / 2), 30 bits after the point")
            .WithConstants("first_bins", ConstantType.Int16, numbers.FirstBins, "the first bin of each band")
            .WithConstants("counts", ConstantType.Int16, numbers.Counts, "and how many it has")
            .WithConstants("weights", ConstantType.Int16, numbers.Weights, "weights of the bins, band after band")
            .WithConstants("log_table", ConstantType.Int32, numbers.Logs, "log2(1 + i / 128), 24 bits after the point")
            .WithConstants("factors", ConstantType.Int32, numbers.Factors, "cosines times ln 2 / output scale")
            .WithFrames(op)
            .With("fraction_bits", numbers.FractionBits)
            .With("unit_bits", numbers.UnitBits)
            .With("factor_bits", numbers.FactorBits)
            .With("floor_factor", numbers.FloorFactor);
    }
}
