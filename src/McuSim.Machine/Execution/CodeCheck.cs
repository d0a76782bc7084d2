namespace McuSim.Machine.Execution;

/// <summary>Tells a program from memory that nobody wrote one to, so that a program that has run away is stopped early.</summary>
internal static class CodeCheck
{
    private const int EnoughZeros = 8;

    /// <summary>
    /// Whether code begins with erased flash (all ones) or with cleared memory. 0x0000 is a valid instruction (MOVS R0, R0) that compilers
    /// do not emit: a processor would run through it to the end of the memory.
    /// </summary>
    internal static bool IsUnwritten(ReadOnlySpan<byte> code) =>
        code.Length >= 2
        && (ThumbCode.Half(code, 0) == 0xFFFF || (code.Length >= EnoughZeros && !code[..EnoughZeros].ContainsAnyExcept((byte)0)));
}
