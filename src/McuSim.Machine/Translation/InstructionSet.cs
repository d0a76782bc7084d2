using McuSim.Boards;
using McuSim.Machine.Execution;

namespace McuSim.Machine.Translation;

/// <summary>Which of the instructions that translated code knows a core has; elsewhere they fault, which is the engine's matter.</summary>
internal static class InstructionSet
{
    /// <summary>Whether a core is an Armv6-M one.</summary>
    internal static bool IsBaseline(CoreKind core) => core is CoreKind.CortexM0 or CoreKind.CortexM0Plus;

    internal static bool Has(CoreKind core, uint first, uint second)
    {
        if (IsBaseline(core))
            return ThumbCode.IsWide((ushort)first) ? (first & 0xF800) == 0xF000 && (second & 0xD000) == 0xD000 : (first & 0xF500) != 0xB100; // BL; CBZ and CBNZ
        return core != CoreKind.CortexM3 || !IsDsp(first, second);
    }

    /// <summary>The instructions of the DSP extension (A5.3: those that DDI 0403E marks "Armv7E-M").</summary>
    private static bool IsDsp(uint first, uint second) => (first & 0xFF80) switch
    {
        0xEA80 => (first & 0xFFE0) == 0xEAC0, // PKHBT, PKHTB
        0xF300 => (first & 0xFFF0) == 0xF320 && (second & 0x70C0) == 0, // SSAT16
        0xF380 => (first & 0xFFF0) == 0xF3A0 && (second & 0x70C0) == 0, // USAT16
        0xFA00 => (second & 0x80) != 0 && ((first & 15) != 15 || (first & 0x60) == 0x20), // extension with a sum, or of two bytes
        0xFA80 => (second & 0x80) == 0 || (first & 0x70) is 0 or 0x20, // parallel and saturating sums, SEL
        0xFB00 => (first & 0x70) != 0,
        0xFB80 => ((first & 0x70) is 0x40 or 0x50 && (second & 0xF0) != 0) || ((first & 0x70) == 0x60 && (second & 0xF0) != 0),
        _ => false,
    };
}
