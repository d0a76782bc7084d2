using System.Globalization;
using System.Text;
using McuSim.Boards;
using McuSim.Machine.Engine;

namespace McuSim.Machine.Debugging;

/// <summary>
/// The registers in GDB's numbering and their description ("Debugging with GDB", G.5.3 Arm features): r0 to xpsr, then msp and psp, then, where there
/// is a floating-point unit, d0 to d15 and fpscr.
/// </summary>
internal sealed class GdbRegisters
{
    private readonly UnicornEngine engine;
    private readonly List<(string Name, int Words, UnicornRegister First)> registers = [];

    internal GdbRegisters(UnicornEngine engine, Board board)
    {
        this.engine = engine;
        for (int i = 0; i <= 12; i++)
            registers.Add(("r" + i.ToString(CultureInfo.InvariantCulture), 1, UnicornRegister.R0 + i));
        registers.AddRange([("sp", 1, UnicornRegister.Sp), ("lr", 1, UnicornRegister.Lr), ("pc", 1, UnicornRegister.Pc), ("xpsr", 1, UnicornRegister.Xpsr)]);
        int core = registers.Count;
        registers.AddRange([("msp", 1, UnicornRegister.Msp), ("psp", 1, UnicornRegister.Psp), ("primask", 1, UnicornRegister.Primask), ("control", 1, UnicornRegister.Control)]);
        int system = registers.Count;
        if (board.Core.Fpu != FpuKind.None)
        {
            for (int i = 0; i < 16; i++)
                registers.Add(("d" + i.ToString(CultureInfo.InvariantCulture), 2, UnicornRegister.S0 + (2 * i)));
            registers.Add(("fpscr", 1, UnicornRegister.Fpscr));
        }

        var xml = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target version=\"1.0\"><architecture>arm</architecture>");
        Feature(xml, "org.gnu.gdb.arm.m-profile", 0, core);
        Feature(xml, "org.gnu.gdb.arm.m-system", core, system);
        if (registers.Count > system) Feature(xml, "org.gnu.gdb.arm.vfp", system, registers.Count);
        Description = xml.Append("</target>").ToString();
    }

    /// <summary>The target description, as XML.</summary>
    internal string Description { get; }

    /// <summary>How many there are.</summary>
    internal int Count => registers.Count;

    /// <summary>A register as hexadecimal digits in the target's byte order.</summary>
    internal string Read(int number)
    {
        var text = new StringBuilder();
        (_, int words, UnicornRegister first) = registers[number];
        for (int i = 0; i < words; i++)
            text.Append(GdbText.Word(engine.ReadRegister(first + i)));
        return text.ToString();
    }

    /// <summary>Writes a register. False when the digits do not fit it.</summary>
    internal bool Write(int number, ReadOnlySpan<char> digits)
    {
        (_, int words, UnicornRegister first) = registers[number];
        if (digits.Length != 8 * words) return false;
        for (int i = 0; i < words; i++)
        {
            if (!GdbText.TryWord(digits.Slice(8 * i, 8), out uint value)) return false;
            engine.WriteRegister(first + i, first + i == UnicornRegister.Pc ? value | 1 : value);
        }

        return true;
    }

    /// <summary>How many digits a register takes.</summary>
    internal int Digits(int number) => 8 * registers[number].Words;

    private void Feature(StringBuilder xml, string name, int first, int end)
    {
        xml.Append(CultureInfo.InvariantCulture, $"<feature name=\"{name}\">");
        for (int i = first; i < end; i++)
        {
            string type = registers[i].Name switch { "sp" or "msp" or "psp" => "data_ptr", "pc" => "code_ptr", ['d', ..] => "ieee_double", _ => "int" };
            xml.Append(CultureInfo.InvariantCulture, $"<reg name=\"{registers[i].Name}\" bitsize=\"{32 * registers[i].Words}\" regnum=\"{Number(i)}\" type=\"{type}\"/>");
        }

        xml.Append("</feature>");
    }

    /// <summary>GDB counts the old floating-point registers f0 to f7 and fps between pc and xpsr, which is 25.</summary>
    private static int Number(int index) => index < 16 ? index : index + 9;

    /// <summary>The place in our list of a number of GDB's, or -1.</summary>
    internal int IndexOf(int number) => number is >= 0 and < 16 ? number : number >= 25 && number - 9 < Count ? number - 9 : -1;
}
