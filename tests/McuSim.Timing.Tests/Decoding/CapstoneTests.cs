using System.Globalization;

using Gee.External.Capstone;
using Gee.External.Capstone.Arm;

using McuSim.Timing.Decoding;

namespace McuSim.Tests.Timing.Decoding;

/// <summary>Our decoder against Capstone on random encodings: names, and registers read and written.</summary>
public sealed class CapstoneTests
{
    private const ulong Comparable = 0xFFFF_FFFF_0000_7FFF;

    [Fact]
    public void Random_16_bit_encodings_decode_alike() =>
        AssertAlike(Enumerable.Range(0, 0xE800).Select(c => ((uint)c, 2)).Where(c => !IsArmv8Halt(c.Item1)), 55_000);

    [Fact]
    public void Random_32_bit_encodings_decode_alike()
    {
        var random = new Random(43);
        AssertAlike(
            DecoderTables.All.Where(r => r.Width == 32).SelectMany(row => Enumerable.Range(0, 200).Select(_ => ((uint)random.NextInt64(1L << 32) & ~row.Mask) | row.Value))
                .Where(code => !IsUnpredictable(code)).Select(code => (code, 4)),
            20_000);
    }

    private static void AssertAlike(IEnumerable<(uint Code, int Size)> codes, int atLeast)
    {
        using CapstoneArmDisassembler capstone = CapstoneDisassembler.CreateArmDisassembler(
            ArmDisassembleMode.Thumb | ArmDisassembleMode.CortexM | ArmDisassembleMode.V8);
        capstone.EnableInstructionDetails = true;
        var differences = new Dictionary<string, string>(StringComparer.Ordinal);
        int compared = 0;
        foreach ((uint code, int size) in codes)
        {
            byte[] bytes = size == 2 ? [(byte)code, (byte)(code >> 8)] : [(byte)(code >> 16), (byte)(code >> 24), (byte)code, (byte)(code >> 8)];
            ArmInstruction[] found = capstone.Disassemble(bytes, 0x1000);
            if (found.Length != 1 || found[0].Bytes.Length != size || IsOutside(found[0])) continue; // Unpredictable, or another architecture's
            compared++;
            Instruction ours = Decoder.Decode(code, size, 0x1000);
            if (Difference(ours, found[0]) is { } difference) differences.TryAdd(ours.Name + found[0].Mnemonic, $"{code:x8} is {found[0].Mnemonic} {found[0].Operand}: {difference}");
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences.Values));
        Assert.True(compared > atLeast, $"{compared} compared");
    }

    private static string? Difference(Instruction ours, ArmInstruction theirs)
    {
        if (!MnemonicNames.Same(ours.Name, theirs.Mnemonic)) return $"not {ours.Name}";
        ulong reads = Mask(theirs.Details.AllReadRegisters), writes = Mask(theirs.Details.AllWrittenRegisters);

        // Capstone 4 mixes up what VLDM and VPOP read and write.
        if (ours.Kind == InstructionKind.FloatLoadMultiple) return null;

        // It leaves out some registers that are read (SSAT, SXTB, the sums of SMLAL and others): DecoderTests has those.
        if ((reads & ~ours.Reads) != 0) return $"reads {reads:x}, not {ours.Reads:x}";

        // And it has what PUSH.W, STRBT and STRHT store among what they write, and SVC writing LR.
        if (ours.IsStore || ours.Kind == InstructionKind.SystemControl) return null;
        return writes != (ours.Writes & Comparable) ? $"writes {writes:x}, not {ours.Writes:x}" : null;
    }

    private static bool IsArmv8Halt(uint code) => (code & 0xFFC0) == 0xBA80;

    /// <summary>REV, RBIT and CLZ name their source twice; a PC as destination of a load with a moving base is unpredictable.</summary>
    private static bool IsUnpredictable(uint code) =>
        (code & 0xFF90_F0C0) == 0xFA90_F080 && ((code >> 16) & 15) != (code & 15) || (code & 0xFE10_F000) == 0xF810_F000;

    /// <summary>D16 to D31, more than 16 registers, or system registers that the cores do not have.</summary>
    private static bool IsOutside(ArmInstruction theirs) =>
        Enumerable.Range(16, 16).Any(d => theirs.Operand.Contains($"d{d}", StringComparison.Ordinal))
        || theirs.Operand.Contains("fpinst", StringComparison.Ordinal) || theirs.Mnemonic.EndsWith('x') && theirs.Mnemonic.StartsWith('f');

    private static ulong Mask(IEnumerable<ArmRegister> registers)
    {
        ulong mask = 0;
        foreach (ArmRegister register in registers)
        {
            mask |= register.Name.ToLowerInvariant() switch
            {
                "sb" => Registers.Core(9),
                "sl" => Registers.Core(10),
                "fp" => Registers.Core(11),
                "ip" => Registers.Core(12),
                "sp" => Registers.Sp,
                "lr" => Registers.Lr,
                ['r', .. string number] => Registers.Core(Number(number)),
                ['s', .. string number] when char.IsDigit(number[0]) => Registers.Single(Number(number)),
                ['d', .. string number] when char.IsDigit(number[0]) => Registers.Double(Number(number)),
                _ => 0,
            };
        }

        return mask & Comparable;
    }

    private static uint Number(string digits) => uint.Parse(digits, CultureInfo.InvariantCulture);
}
