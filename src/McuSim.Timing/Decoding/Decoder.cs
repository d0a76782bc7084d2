using System.Buffers.Binary;
using System.Numerics;

namespace McuSim.Timing.Decoding;

/// <summary>Decodes Thumb-2 code of Armv6-M, Armv7E-M and Armv8-M Mainline with floating point.</summary>
internal static class Decoder
{
    /// <summary>Decodes a run of instructions that begins outside an IT block.</summary>
    /// <param name="code">Their bytes. A half of an instruction at the end is left out.</param>
    /// <param name="address">Where they lie.</param>
    public static List<Instruction> Decode(ReadOnlySpan<byte> code, uint address)
    {
        var instructions = new List<Instruction>(code.Length / 3 + 1);
        int inIt = 0;
        for (int offset = 0; offset + 2 <= code.Length;)
        {
            uint first = BinaryPrimitives.ReadUInt16LittleEndian(code[offset..]);
            bool wide = IsWide(first);
            if (wide && offset + 4 > code.Length) break;
            uint bits = wide ? (first << 16) | BinaryPrimitives.ReadUInt16LittleEndian(code[(offset + 2)..]) : first;
            Instruction instruction = Decode(bits, wide ? 4 : 2, address + (uint)offset, inIt > 0);
            inIt = instruction.Kind == InstructionKind.IfThen ? 4 - BitOperations.TrailingZeroCount(bits & 0xF) : Math.Max(inIt - 1, 0);
            instructions.Add(instruction);
            offset += instruction.Size;
        }

        return instructions;
    }

    /// <summary>Decodes one instruction.</summary>
    /// <param name="code">Its bits; the first half-word of a 32-bit one in the upper half.</param>
    /// <param name="size">2 or 4 bytes.</param>
    /// <param name="address">Where it lies.</param>
    /// <param name="inItBlock">Whether an IT instruction makes it conditional.</param>
    public static Instruction Decode(uint code, int size, uint address, bool inItBlock = false)
    {
        if (DecoderTables.Match(code, 8 * size) is { } row) return Build(row, code, address, inItBlock);
        return new Instruction { Name = "?", Kind = InstructionKind.Unknown, Address = address, Size = size, Code = code, Conditional = inItBlock };
    }

    /// <summary>Whether a half-word begins a 32-bit instruction (Arm DDI 0403E, section A5.1).</summary>
    public static bool IsWide(uint firstHalf) => firstHalf >= 0xE800;

    private static Instruction Build(Encoding row, uint code, uint address, bool inIt)
    {
        ulong writes = 0;
        foreach (string operand in row.Writes) writes |= row.Register(operand, code);
        if (row.Has(EncodingOptions.FlagsOutsideIt) && !inIt || row.Field('s', code) == 1 && row.Kind != InstructionKind.Branch)
            writes |= Registers.Flags;

        ulong all = 0, base0 = 0, addresses = 0, early = 0, factors = 0, addends = 0, data = 0;
        Operand2 operand2 = ConstantKind(row, code);
        foreach (string operand in row.Reads)
        {
            ulong registers = row.Register(operand.TrimStart('[', '<', '*', '+', '$', '%'), code);
            all |= registers;
            switch (operand[0])
            {
                case '[':
                    if (addresses == 0) base0 = registers;
                    addresses |= registers;
                    break;
                case '<': early |= registers; break;
                case '*': factors |= registers; break;
                case '+': addends |= registers; break;
                case '$': data |= registers; break;
                case '%' when row.Field('i', code) != 0 || row.Field('t', code) != 0:
                    early |= registers;
                    operand2 = Operand2.ShiftedRegister;
                    break;
            }
        }

        Addressing addressing = AddressingOf(row, code, base0, ref writes);
        (int count, int bytes) = Accesses(row, code);
        return new Instruction
        {
            Name = row.Name,
            Kind = row.Kind,
            Address = address,
            Size = row.Width / 8,
            Code = code,
            Reads = all & ~Registers.Pc,
            Writes = writes & ~Registers.Pc,
            AddressReads = addresses & ~Registers.Pc,
            EarlyReads = early & ~Registers.Pc,
            FactorReads = factors,
            AddendReads = addends,
            DataReads = data,
            Operand2 = operand2,
            Branch = BranchOf(row, code, writes),
            Addressing = addressing,
            RegisterOffset = row.Has(EncodingOptions.RegisterOffset),
            Literal = row.Has(EncodingOptions.Literal),
            AccessCount = count,
            AccessBytes = bytes,
            DoublePrecision = row.Field('z', code) == 1,
            Conditional = inIt || row.Has(EncodingOptions.Conditional),
        };
    }

    private static Addressing AddressingOf(Encoding row, uint code, ulong baseRegister, ref ulong writes)
    {
        if (row.Has(EncodingOptions.WritesBase))
        {
            // A 16-bit LDM leaves its base alone when it loads it.
            if (row.Kind == InstructionKind.LoadMultiple && (row.Field('r', code) & (uint)baseRegister) != 0) return Addressing.Offset;
            writes |= baseRegister;
            return Addressing.PostIndex;
        }

        if (row.Field('w', code) == 0 && (!row.HasField('p') || row.Field('p', code) == 1)) return Addressing.Offset;
        writes |= baseRegister;
        bool post = row.HasField('p') ? row.Field('p', code) == 0 : row.Has(EncodingOptions.List);
        return post ? Addressing.PostIndex : Addressing.PreIndex;
    }

    private static (int Count, int Bytes) Accesses(Encoding row, uint code)
    {
        if (row.Has(EncodingOptions.Bytes)) return (1, 1);
        if (row.Has(EncodingOptions.Halves)) return (1, 2);
        if (row.Has(EncodingOptions.Dual)) return (2, 4);
        if (!row.Has(EncodingOptions.Words)) return (0, 0);
        bool isDouble = row.Field('z', code) == 1;
        if (!row.Has(EncodingOptions.List)) return (1, isDouble ? 8 : 4);
        if (row.HasField('z')) return ((int)row.Field('i', code) >> (isDouble ? 1 : 0), isDouble ? 8 : 4);
        return (BitOperations.PopCount(row.Register("list", code)), 4);
    }

    private static BranchKind BranchOf(Encoding row, uint code, ulong writes)
    {
        if ((writes & Registers.Pc) == 0) return BranchKind.None;
        if (row.Has(EncodingOptions.Direct)) return BranchKind.Direct;
        if (row.Has(EncodingOptions.Call)) return BranchKind.Call;
        if (row.Has(EncodingOptions.IndirectCall)) return BranchKind.IndirectCall;
        bool fromLink = row.HasField('m') && row.Field('m', code) == 14 && row.Kind is InstructionKind.Branch or InstructionKind.Alu;
        bool fromStack = row.Kind is InstructionKind.LoadMultiple
            || row.Kind == InstructionKind.Load && row.HasField('n') && row.Field('n', code) == 13;
        return fromLink || fromStack ? BranchKind.Return : BranchKind.Indirect;
    }

    private static Operand2 ConstantKind(Encoding row, uint code)
    {
        if (row.Has(EncodingOptions.Constant)) return Operand2.Constant;
        if (!row.Has(EncodingOptions.ModifiedImmediate)) return Operand2.Register;

        // Arm DDI 0403E, section A5.3.2: the upper five of the twelve bits choose a pattern or a rotation.
        uint selector = row.Field('i', code) >> 7;
        return selector switch
        {
            0 or 1 => Operand2.Constant,
            < 8 => Operand2.PatternConstant,
            _ => Operand2.ShiftedConstant,
        };
    }
}
