using System.Globalization;

using McuSim.Timing.Decoding;

namespace McuSim.Tests.Timing.Decoding;

/// <summary>Our decoder against binutils on the C library as GCC compiled it: every instruction is in the tables, with the right name.</summary>
public sealed class CompiledCodeTests
{
    /// <summary>Coprocessors of other cores, which the unwinder of libgcc saves and restores.</summary>
    private static readonly string[] s_coprocessors = ["ldc", "stc", "ldf", "stf"];

    [Theory]
    [InlineData("cortex-m7", "fpv5-d16", "hard", "libm.a")]
    [InlineData("cortex-m7", "fpv5-d16", "hard", "libc.a")]
    [InlineData("cortex-m4", "fpv4-sp-d16", "hard", "libgcc.a")]
    [InlineData("cortex-m33", "fpv5-sp-d16", "hard", "libc.a")]
    [InlineData("cortex-m0", null, "soft", "libgcc.a")]
    public void Every_instruction_of_a_library_is_known(string cpu, string? fpu, string abi, string library)
    {
        string[] options = [$"-mcpu={cpu}", "-mthumb", $"-mfloat-abi={abi}", .. fpu is null ? Array.Empty<string>() : [$"-mfpu={fpu}"]];
        string path = Assembler.Output("arm-none-eabi-gcc", [.. options, $"-print-file-name={library}"]).Trim();
        var wrong = new SortedDictionary<string, string>(StringComparer.Ordinal);
        int compared = 0;
        foreach (string line in Assembler.Output("arm-none-eabi-objdump", "-d", path).Split('\n'))
        {
            // "   4:	f7ff fffe 	bl	0 <sqrt>"
            string[] columns = line.Split('\t');
            if (columns.Length < 3 || columns[2].StartsWith('.') || columns[2].StartsWith('<')) continue;
            if (s_coprocessors.Any(c => columns[2].StartsWith(c, StringComparison.Ordinal))) continue;
            string digits = columns[1].Replace(" ", "", StringComparison.Ordinal);
            if (!uint.TryParse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint code)) continue;
            compared++;
            Instruction ours = Decoder.Decode(code, digits.Length / 2, 0);
            if (!MnemonicNames.Same(ours.Name, columns[2].Trim().Split(' ')[0])) wrong.TryAdd(columns[2], $"{digits} is {string.Join(' ', columns[2..])}, not {ours.Name}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Values.Take(40)));
        Assert.True(compared > 1000, $"{compared} instructions in {path}");
    }
}
