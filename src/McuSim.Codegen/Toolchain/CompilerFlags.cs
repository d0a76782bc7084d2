using System.Collections.Immutable;

using McuSim.Boards;

namespace McuSim.Codegen;

/// <summary>The compiler's options.</summary>
internal static class CompilerFlags
{
    // -ffp-contract=off: QUANTIZE and DEQUANTIZE round after every operation, as the reference does.
    private static readonly ImmutableArray<string> Common = ["-std=c11", "-Wall", "-Wextra", "-ffp-contract=off"];

    /// <summary>For the target. A layer that jumped to a function that it shares would vanish from call stacks, so it calls it.</summary>
    public static ImmutableArray<string> Target(CoreDescription core) =>
    [
        .. core.CompilerFlags, .. Common, .. core.Kind == CoreKind.CortexM7 ? ImmutableArray.Create("-DMCUSIM_DUAL_ISSUE") : [], "-O2", "-g", "-ffunction-sections", "-fdata-sections", "-fno-unwind-tables",
        "-fno-asynchronous-unwind-tables", "-fno-common", "-fno-optimize-sibling-calls",
    ];

    /// <summary>Of the link.</summary>
    public static ImmutableArray<string> Link(CoreDescription core) =>
        [.. core.CompilerFlags, "-nostdlib", "-nostartfiles", "-Wl,--gc-sections", "-Wl,--build-id=none"];

    /// <summary>For this machine.</summary>
    /// <param name="sanitize">Whether bad memory accesses and undefined behaviour end the program.</param>
    public static ImmutableArray<string> Host(bool sanitize) => sanitize
        ? [.. Common, "-O0", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"]
        : [.. Common, "-O2"];

    /// <summary>For this machine's processor, at its fastest. Floating point still rounds after every operation.</summary>
    public static ImmutableArray<string> Native { get; } =
        System.Runtime.Intrinsics.X86.Avx2.IsSupported ? [.. Common, "-O3", "-mavx2"] : [.. Common, "-O3"];
}
