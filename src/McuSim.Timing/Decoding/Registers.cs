namespace McuSim.Timing.Decoding;

/// <summary>Sets of registers as bit masks: bits 0 to 15 are R0 to PC, 16 and 17 flags, 32 to 63 the singles S0 to S31.</summary>
internal static class Registers
{
    /// <summary>The stack pointer.</summary>
    public const ulong Sp = 1UL << 13;

    /// <summary>The link register.</summary>
    public const ulong Lr = 1UL << 14;

    /// <summary>The program counter.</summary>
    public const ulong Pc = 1UL << 15;

    /// <summary>N, Z, C and V.</summary>
    public const ulong Flags = 1UL << 16;

    /// <summary>The GE flags of parallel additions.</summary>
    public const ulong Ge = 1UL << 17;

    /// <summary>The flags in FPSCR.</summary>
    public const ulong FloatFlags = 1UL << 18;

    /// <summary>All floating-point registers.</summary>
    public const ulong Floats = 0xFFFFFFFF00000000;

    /// <summary>How many bits a set has.</summary>
    public const int Count = 64;

    /// <summary>A core register.</summary>
    public static ulong Core(uint number) => 1UL << (int)number;

    /// <summary>A single-precision register.</summary>
    public static ulong Single(uint number) => 1UL << (int)(32 + (number & 31));

    /// <summary>A double-precision register: two singles. D16 to D31 do not exist on these cores and give the empty set.</summary>
    public static ulong Double(uint number) => number > 15 ? 0 : 3UL << (int)(32 + 2 * number);
}
