using System.Numerics;

using McuSim.Common;

namespace McuSim.Timing.Decoding;

/// <summary>
/// One row of a decode table: the encoding as a bit string that can be checked against the Armv7-M Architecture Reference Manual (Arm DDI
/// 0403E, chapters A5 to A7) by eye, and what the instruction reads and writes.
/// </summary>
/// <remarks>
/// In the bit string 0 and 1 are fixed and letters are fields; equal letters form one field, upper and lower case are different ones. The
/// operands are registers written, "=", registers read:
/// a letter is the core register whose number that field holds; "Hx" the register X:xxx of the 16-bit high-register forms; "Vx" a
/// floating-point register, single or double as field z says; "Sx", "Dx" always single or double; "Tx" the two singles from Sx on; "sp",
/// "lr", "pc", "f" (NZCV), "g" (GE), "v" (FPSCR flags); "list" and "flist" the register lists.
/// Reads carry a role: "[x" forms the address, "&lt;x" passes a shifter first, "*x" is a factor, "+x" an addend, "$x" is store data, "%x" is
/// shifted by the shift fields i and t (if that shift is not LSL #0).
/// </remarks>
internal sealed class Encoding
{
    private readonly (uint Mask, int Shift)[][] _fields = new (uint, int)[128][];
    private readonly string[] _writes;
    private readonly string[] _reads;

    public Encoding(string name, string bits, InstructionKind kind, string operands, EncodingOptions options = EncodingOptions.None)
    {
        (Name, Kind, Options) = (name, kind, options);
        bits = bits.Replace(" ", "", StringComparison.Ordinal);
        if (bits.Length is not (16 or 32)) throw new ArgumentException($"The encoding of {name} has {bits.Length} bits.", nameof(bits));
        Width = bits.Length;
        for (int i = 0; i < bits.Length; i++)
        {
            int position = bits.Length - 1 - i;
            if (bits[i] is '0' or '1')
            {
                Mask |= 1u << position;
                if (bits[i] == '1') Value |= 1u << position;
            }
            else if (i == 0 || bits[i - 1] != bits[i])
            {
                int run = 1;
                while (i + run < bits.Length && bits[i + run] == bits[i]) run++;
                _fields[bits[i]] = [.. _fields[bits[i]] ?? [], ((1u << run) - 1, position - run + 1)];
            }
        }

        string[] sides = operands.Split('=');
        if (sides.Length != 2) throw new ArgumentException($"The operands of {name} need one equals sign.", nameof(operands));
        _writes = sides[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _reads = sides[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public string Name { get; }

    public InstructionKind Kind { get; }

    public EncodingOptions Options { get; }

    public int Width { get; }

    public uint Mask { get; }

    public uint Value { get; }

    public IReadOnlyList<string> Writes => _writes;

    public IReadOnlyList<string> Reads => _reads;

    public bool Has(EncodingOptions option) => (Options & option) != 0;

    public bool Matches(uint code) => (code & Mask) == Value;

    public bool HasField(char letter) => _fields[letter] is not null;

    /// <summary>The field's bits, put together from the most significant on; 0 where the encoding has no such field.</summary>
    public uint Field(char letter, uint code)
    {
        uint value = 0;
        foreach ((uint mask, int shift) in _fields[letter] ?? [])
            value = (value << BitOperations.PopCount(mask)) | ((code >> shift) & mask);
        return value;
    }

    /// <summary>The registers that an operand names, its role taken off.</summary>
    public ulong Register(string operand, uint code)
    {
        char letter = operand[^1];
        return operand switch
        {
            "sp" => Registers.Sp,
            "lr" => Registers.Lr,
            "pc" => Registers.Pc,
            "f" => Registers.Flags,
            "g" => Registers.Ge,
            "v" => Registers.FloatFlags,
            "list" => Field('r', code) | (Field('M', code) << 14) | (Field('P', code) << 15),
            "flist" => FloatList(code),
            [_] => Registers.Core(Field(letter, code)),
            ['H', _] => Registers.Core((Field(char.ToUpperInvariant(letter), code) << 3) | Field(letter, code)),
            ['V', _] => Field('z', code) == 0 ? Single(letter, code) : Double(letter, code),
            ['S', _] => Single(letter, code),
            ['D', _] => Double(letter, code),
            ['T', _] => Single(letter, code) | (Single(letter, code) << 1),
            _ => throw new McuSimException(ExitCode.BadInput, $"The decode table row {Name} names an unknown operand {operand}."),
        };
    }

    private ulong Single(char letter, uint code) => Registers.Single((Field(letter, code) << 1) | Field(char.ToUpperInvariant(letter), code));

    private ulong Double(char letter, uint code) => Registers.Double((Field(char.ToUpperInvariant(letter), code) << 4) | Field(letter, code));

    private ulong FloatList(uint code)
    {
        uint words = Field('i', code);
        uint first = Field('z', code) == 0 ? (Field('d', code) << 1) | Field('D', code) : Field('d', code) << 1;
        ulong singles = (1UL << (int)Math.Min(words, 32)) - 1;
        return singles << (int)(32 + first);
    }
}

/// <summary>What an encoding does besides its operands.</summary>
[Flags]
internal enum EncodingOptions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Sets flags outside an IT block (most 16-bit encodings).</summary>
    FlagsOutsideIt = 1,

    /// <summary>Accesses bytes.</summary>
    Bytes = 2,

    /// <summary>Accesses half-words.</summary>
    Halves = 4,

    /// <summary>Accesses words.</summary>
    Words = 8,

    /// <summary>Accesses two words.</summary>
    Dual = 16,

    /// <summary>One access per register of a list.</summary>
    List = 32,

    /// <summary>The address has a register as offset.</summary>
    RegisterOffset = 64,

    /// <summary>The base is the PC.</summary>
    Literal = 128,

    /// <summary>Pushes or pops: the base is always written.</summary>
    WritesBase = 256,

    /// <summary>The condition is in the encoding.</summary>
    Conditional = 512,

    /// <summary>Branches to a constant address.</summary>
    Direct = 1024,

    /// <summary>Calls a constant address.</summary>
    Call = 2048,

    /// <summary>Branches to a register.</summary>
    Indirect = 4096,

    /// <summary>Calls a register.</summary>
    IndirectCall = 8192,

    /// <summary>The second operand is a modified immediate (field i of 1 + 3 + 8 bits).</summary>
    ModifiedImmediate = 16384,

    /// <summary>The second operand is a plain constant.</summary>
    Constant = 32768,
}
