using McuSim.Boards;

namespace McuSim.Machine.Execution;

/// <summary>Something the board's core would not do, seen in the events after the engine did it.</summary>
/// <param name="Kind">The fault it is.</param>
/// <param name="Address">The instruction.</param>
/// <param name="Access">The access, if it is about one.</param>
internal readonly record struct Suspect(FaultKind Kind, uint Address, FaultAccess? Access = null);

/// <summary>
/// Looks at code when it is first executed. It finds programs that have run away, and floating-point instructions that the engine executes
/// but the board's core does not: its FPU is absent, single precision only, or was not switched on in CPACR.
/// </summary>
internal sealed class CodeCheck(CoreDescription core, Func<bool> isFpuEnabled)
{
    private const int EnoughZeros = 8;

    /// <summary>
    /// Whether code begins with erased flash (all ones) or with cleared memory. 0x0000 is a valid instruction (MOVS R0, R0) that compilers
    /// do not emit: a processor would run through it to the end of the memory.
    /// </summary>
    internal static bool IsUnwritten(ReadOnlySpan<byte> code) =>
        code.Length >= 2
        && (ThumbCode.Half(code, 0) == 0xFFFF || (code.Length >= EnoughZeros && !code[..EnoughZeros].ContainsAnyExcept((byte)0)));

    /// <summary>What is wrong with a block, or null.</summary>
    internal Suspect? Inspect(ReadOnlySpan<byte> code, uint address)
    {
        if (IsUnwritten(code))
            return new Suspect(FaultKind.Runaway, address);
        for (int offset = 0; offset + 3 < code.Length;)
        {
            ushort first = ThumbCode.Half(code, offset);
            if (ThumbCode.IsWide(first) && FloatingPointFault(first, ThumbCode.Half(code, offset + 2)) is { } kind)
                return new Suspect(kind, address + (uint)offset);
            offset += ThumbCode.IsWide(first) ? 4 : 2;
        }

        return null;
    }

    /// <summary>Coprocessor encodings 10 and 11 are the FPU's: 111x 11xx in the first halfword's top byte, 101x in bits 11 to 8 of the second.</summary>
    private FaultKind? FloatingPointFault(ushort first, ushort second)
    {
        if ((first & 0xEC00) != 0xEC00 || (first & 0xFF00) >= 0xFF00 || (second & 0x0E00) != 0x0A00)
            return null;
        if (core.Fpu == FpuKind.None || !isFpuEnabled())
            return FaultKind.NoCoprocessor;
        bool isArithmetic = (first & 0x0F00) == 0x0E00 && (second & 0x0010) == 0;
        bool isConversion = (first & 0x00BF) == 0x00B7 && (second & 0x00C0) == 0x00C0; // VCVT between single and double
        bool isDouble = isArithmetic && ((second & 0x0100) != 0 || isConversion);
        return isDouble && core.Fpu == FpuKind.Single ? FaultKind.UndefinedInstruction : null;
    }
}
