using static McuSim.Timing.Decoding.EncodingOptions;
using static McuSim.Timing.Decoding.InstructionKind;

namespace McuSim.Timing.Decoding.Tables;

/// <summary>Branches and system control in 32 bits: Arm DDI 0403E, section A5.3.4.</summary>
internal static class Thumb32Branch
{
    /// <summary>Earlier rows go first where several match.</summary>
    public static readonly Encoding[] Rows =
    [
        new("MSR", "1111 0011 100x nnnn 10x0 mmmm ssss ssss", SystemControl, "f = n"),
        new("WFE", "1111 0011 1010 1111 10x0 x000 0000 0010", Sleep, "="),
        new("WFI", "1111 0011 1010 1111 10x0 x000 0000 0011", Sleep, "="),
        new("NOP", "1111 0011 1010 1111 10x0 x000 hhhh hhhh", Nop, "="),
        new("CLREX", "1111 0011 1011 1111 10x0 1111 0010 xxxx", SystemControl, "="),
        new("DSB", "1111 0011 1011 1111 10x0 1111 0100 xxxx", MemoryBarrier, "="),
        new("DMB", "1111 0011 1011 1111 10x0 1111 0101 xxxx", MemoryBarrier, "="),
        new("ISB", "1111 0011 1011 1111 10x0 1111 0110 xxxx", MemoryBarrier, "="),
        new("MRS", "1111 0011 111x 1111 10x0 dddd ssss ssss", SystemControl, "d = f"),
        new("UDF", "1111 0111 1111 iiii 1010 iiii iiii iiii", SystemControl, "="),
        new("B", "1111 0s00 ccii iiii 10j0 jiii iiii iiii", Branch, "pc = f", Direct | Conditional),
        new("B", "1111 0s01 ccii iiii 10j0 jiii iiii iiii", Branch, "pc = f", Direct | Conditional),
        new("B", "1111 0s10 ccii iiii 10j0 jiii iiii iiii", Branch, "pc = f", Direct | Conditional),
        new("B", "1111 0s11 0cii iiii 10j0 jiii iiii iiii", Branch, "pc = f", Direct | Conditional),
        new("B", "1111 0sii iiii iiii 10j1 jiii iiii iiii", Branch, "pc =", Direct),
        new("BL", "1111 0sii iiii iiii 11j1 jiii iiii iiii", Branch, "pc lr =", Call),
    ];
}
