using System.Numerics;
using McuSim.Boards;

namespace McuSim.Machine.System;

/// <summary>
/// What the core says of itself: CPUID and the cache registers. Sources: Cortex-M4 TRM DDI 0439D table 4-1, Cortex-M7 TRM DDI 0489F
/// table 3-1 and section 3.3, the TRMs of the other cores; the layout of CCSIDR and CLIDR is in the Armv7-M manual, DDI 0403E, B4.8.
/// </summary>
internal static class CoreIdentity
{
    /// <summary>CPUID of the core.</summary>
    internal static uint CpuId(CoreKind core) => core switch
    {
        CoreKind.CortexM0 => 0x410C_C200,
        CoreKind.CortexM0Plus => 0x410C_C601,
        CoreKind.CortexM3 => 0x412F_C231,
        CoreKind.CortexM4 => 0x410F_C241,
        CoreKind.CortexM7 => 0x411F_C272,
        CoreKind.CortexM33 => 0x411F_D210,
        _ => 0,
    };

    /// <summary>Cache level ID register: which caches there are.</summary>
    internal static uint CacheLevels(Board board)
    {
        uint levels = (board.InstructionCache is null ? 0u : 1u) | (board.DataCache is null ? 0u : 2u);
        return levels == 0 ? 0 : levels | (1u << 24) | (1u << 27);
    }

    /// <summary>MVFR0: which precisions the FPU has; 0 without one.</summary>
    internal static uint MediaFeatures0(FpuKind fpu) => fpu switch
    {
        FpuKind.None => 0,
        FpuKind.Single => 0x1011_0021,
        _ => 0x1011_0221,
    };

    /// <summary>Cache type register; zero on cores without caches.</summary>
    internal static uint CacheType(Board board) => board.Core.Kind == CoreKind.CortexM7 ? 0x8303_C003 : 0;

    /// <summary>Cache size ID register of one cache.</summary>
    internal static uint CacheSize(Cache? cache)
    {
        if (cache is null || cache.LineBytes < 16 || cache.Ways < 1)
            return 0;
        uint sets = (uint)(cache.Bytes / cache.LineBytes / cache.Ways);
        return 0xF000_0000 | ((sets - 1) << 13) | ((uint)(cache.Ways - 1) << 3) | (uint)(BitOperations.Log2((uint)cache.LineBytes) - 4);
    }
}
