using McuSim.Models;

namespace McuSim.Codegen;

/// <summary>The working memory of an audio front end: a frame's transform, its bins, its logarithms.</summary>
internal readonly struct AudioScratch(AudioTables tables, int binBytes)
{
    /// <summary>Where the bins begin, in bytes.</summary>
    public int Bins { get; } = tables.Transform * 4;

    /// <summary>Where the logarithms begin.</summary>
    public int Logs { get; } = (tables.Transform * 4) + (((tables.Transform / 2) + 1) * binBytes);

    /// <summary>All bytes.</summary>
    public int Bytes => Logs + (tables.Bands.Length * 4);

    /// <summary>About the cycles of the operator.</summary>
    public static long Cost(AudioTables tables) =>
        (long)tables.Frames * ((tables.Transform / 4 * int.Log2(tables.Transform) * 25) + (tables.Transform * 40) + (tables.PerFrame * tables.Bands.Length * 6));
}

/// <summary>The arguments that both front ends take.</summary>
internal static class AudioArguments
{
    /// <summary>Sets the sizes and choices.</summary>
    public static KernelCall WithFrames(this KernelCall call, AudioFeatures op)
    {
        AudioTables tables = op.Tables;
        return call
            .With("sample_count", tables.Samples)
            .With("frames", tables.Frames)
            .With("frame", tables.Window.Length)
            .With("step", tables.Step)
            .With("transform", tables.Transform)
            .With("bands", tables.Bands.Length)
            .With("last_bin", tables.Bands.Max(b => b.FirstBin + b.Weights.Length - 1))
            .With("per_frame", tables.PerFrame)
            .With("power", tables.Power)
            .With("loudness", (int)tables.Loudness)
            .With("cosines", tables.Cosines.IsEmpty ? 0 : 1)
            .With("towards_zero", tables.TowardsZero ? 1 : 0)
            .With("zero_point", op.Output.ZeroPoint);
    }
}
