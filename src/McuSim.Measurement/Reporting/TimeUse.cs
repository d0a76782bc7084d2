using System.Collections.Immutable;

namespace McuSim.Measurement;

/// <summary>Cycles of one inference and where they went. Of an evaluation: the median input, with the spread beside it.</summary>
/// <param name="Cycles">Core cycles.</param>
/// <param name="Milliseconds"><paramref name="Cycles"/> at the board's clock.</param>
/// <param name="Instructions">Instructions executed, skipped ones of IT blocks included.</param>
/// <param name="Causes">Cycles by cause; they sum exactly to <paramref name="Cycles"/>.</param>
/// <param name="Functions">Cycles by function (its own, not its callees'), most first; they sum exactly to <paramref name="Cycles"/>.</param>
/// <param name="Spread">Over the inputs of an evaluation, or null for a single run.</param>
public sealed record TimeUse(
    long Cycles, double Milliseconds, long Instructions, ImmutableArray<CauseUse> Causes, ImmutableArray<FunctionUse> Functions,
    CycleSpread? Spread)
{
    /// <summary>What caches were asked for; empty where none was, and in reports of earlier versions.</summary>
    public ImmutableArray<CacheUse> Caches { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Cycles per instruction.</summary>
    public double CyclesPerInstruction => Instructions == 0 ? 0 : Math.Round((double)Cycles / Instructions, 4);
}

/// <summary>What one cache was asked for.</summary>
/// <param name="Cache">instructionCache and dataCache (L1), or instructionLines and dataLines (of the flash interface).</param>
/// <param name="Lookups">Lines of code that blocks needed, or reads of data.</param>
/// <param name="Misses">Those that were not there.</param>
public sealed record CacheUse(string Cache, long Lookups, long Misses)
{
    /// <summary>Share that was there, in percent.</summary>
    public double HitPercent => Lookups == 0 ? 100 : Math.Round(100 * Math.Max(0, 1 - ((double)Misses / Lookups)), 3);
}

/// <summary>Cycles with one cause.</summary>
/// <param name="Cause">Such as issue, branch, flash.</param>
/// <param name="Cycles">Core cycles.</param>
public sealed record CauseUse(string Cause, long Cycles);

/// <summary>Cycles of one function.</summary>
/// <param name="Name">Its symbol, or its address where there is none.</param>
/// <param name="Cycles">Core cycles spent in it, callees excluded.</param>
/// <param name="Instructions">Instructions executed in it.</param>
/// <param name="CodeBytes">Its size.</param>
public sealed record FunctionUse(string Name, long Cycles, long Instructions, long CodeBytes)
{
    /// <summary>Cycles by cause; they sum exactly to <see cref="Cycles"/>. Empty in reports of earlier versions.</summary>
    public ImmutableArray<CauseUse> Causes { get => field.IsDefault ? [] : field; init; } = [];
}

/// <summary>Cycles over the inputs of an evaluation.</summary>
/// <param name="Min">Fewest.</param>
/// <param name="Median">The middle input's (the lower of two).</param>
/// <param name="Max">Most.</param>
public sealed record CycleSpread(long Min, long Median, long Max);

/// <summary>One generated function.</summary>
/// <param name="Name">Its C name.</param>
/// <param name="Operator">The TFLite name of the operator.</param>
/// <param name="OperatorIndex">The operator's number in the model file.</param>
/// <param name="Fused">Operators fused into it.</param>
/// <param name="Kernel">The kernel chosen.</param>
/// <param name="OutputShape">Dimensions of what it computes (NHWC).</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Cycles">Core cycles, callees included.</param>
/// <param name="Instructions">Instructions, callees included.</param>
/// <param name="Causes">Cycles by cause; they sum exactly to <paramref name="Cycles"/>.</param>
/// <param name="LiveBytes">Arena bytes alive while it runs.</param>
/// <param name="ConstantBytes">Bytes of weights and tables that only it reads.</param>
/// <param name="CodeBytes">Bytes of its function.</param>
public sealed record LayerUse(
    string Name, string Operator, int OperatorIndex, ImmutableArray<string> Fused, string Kernel, ImmutableArray<int> OutputShape,
    long Macs, long Cycles, long Instructions, ImmutableArray<CauseUse> Causes, int LiveBytes, int ConstantBytes, long CodeBytes)
{
    /// <summary>What caches were asked for while it ran; empty where none was, and in reports of earlier versions.</summary>
    public ImmutableArray<CacheUse> Caches { get => field.IsDefault ? [] : field; init; } = [];

    /// <summary>Cycles per multiply-accumulate; null for a layer without any.</summary>
    public double? CyclesPerMac => Macs == 0 ? null : Math.Round((double)Cycles / Macs, 4);
}
