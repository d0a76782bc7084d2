using System.Numerics;
using static McuSim.Tests.Machine.Conformance.Core;

namespace McuSim.Tests.Machine.Conformance;

/// <summary>Parallel, saturating, multiply, divide, shift and bit-field instructions (Arm DDI 0403E, A5.3 and A7.7).</summary>
internal static class IntegerForms
{
    internal static IEnumerable<Form> All => [.. Parallel(), .. Saturating(), .. Extending(), .. Multiplying(), .. LongMultiplying(), .. Shifting(), .. Fields(), .. Arithmetic()];

    private static IEnumerable<Form> Parallel()
    {
        string[] prefixes = ["S", "Q", "SH", "", "U", "UQ", "UH"];
        (string Name, uint Code)[] operations = [("ADD8", 0), ("ADD16", 1), ("ASX", 2), ("SUB8", 4), ("SUB16", 5), ("SAX", 6)];
        for (int p = 0; p < prefixes.Length; p++)
        {
            if (p == 3) continue;
            foreach ((string name, uint code) in operations)
            {
                int prefix = p;
                yield return Form.Wide(prefixes[p] + name, 0xFA80_F000 | (code << 20) | (1u << 16) | ((uint)p << 4) | 2, c => c.R[0] = Lanes(c, code, prefix));
            }
        }
    }

    private static uint Lanes(Core c, uint operation, int prefix)
    {
        bool isByte = operation is 0 or 4, isSigned = prefix < 4;
        int bits = isByte ? 8 : 16, lanes = 32 / bits;
        uint result = 0, ge = 0;
        for (int i = 0; i < lanes; i++)
        {
            int second = operation is 2 or 6 ? 1 - i : i;
            int x = isByte ? isSigned ? Byte(c.R[1], i) : (int)UByte(c.R[1], i) : isSigned ? Half(c.R[1], i) : (int)UHalf(c.R[1], i);
            int y = isByte ? isSigned ? Byte(c.R[2], second) : (int)UByte(c.R[2], second) : isSigned ? Half(c.R[2], second) : (int)UHalf(c.R[2], second);
            bool subtracts = operation switch { 4 or 5 => true, 2 => i == 0, 6 => i == 1, _ => false };
            int value = subtracts ? x - y : x + y;
            bool isGe = isSigned || subtracts ? value >= 0 : value >= 1 << bits;
            if (isGe) ge |= (isByte ? 1u : 3u) << (isByte ? i : 2 * i);
            value = (prefix & 3) switch
            {
                1 => isSigned ? c.SignedSat(value, bits, setsQ: false) : (int)c.UnsignedSat(value, bits, setsQ: false),
                2 => value >> 1,
                _ => value,
            };
            result |= ((uint)value & ((1u << bits) - 1)) << (bits * i);
        }

        if ((prefix & 3) == 0) c.Ge = ge;
        return result;
    }

    private static IEnumerable<Form> Saturating()
    {
        yield return Form.Wide("QADD", 0xFA82_F081, c => c.R[0] = (uint)c.SignedSat((BigInteger)(int)c.R[1] + (int)c.R[2], 32));
        yield return Form.Wide("QDADD", 0xFA82_F091, c => c.R[0] = (uint)c.SignedSat((int)c.R[1] + (BigInteger)c.SignedSat(2 * (BigInteger)(int)c.R[2], 32), 32));
        yield return Form.Wide("QSUB", 0xFA82_F0A1, c => c.R[0] = (uint)c.SignedSat((BigInteger)(int)c.R[1] - (int)c.R[2], 32));
        yield return Form.Wide("QDSUB", 0xFA82_F0B1, c => c.R[0] = (uint)c.SignedSat((int)c.R[1] - (BigInteger)c.SignedSat(2 * (BigInteger)(int)c.R[2], 32), 32));
        foreach (uint sat in (uint[])[1, 5, 8, 16, 31, 32])
        {
            foreach ((bool arithmetic, uint amount) in ((bool, uint)[])[(false, 0), (false, 7), (true, 9), (true, 31)])
            {
                BigInteger Operand(Core c) => arithmetic ? (int)c.R[1] >> (int)amount : (int)(c.R[1] << (int)amount);
                uint shift = (arithmetic ? 1u << 21 : 0) | ((amount >> 2) << 12) | ((amount & 3) << 6);
                string text = arithmetic ? $", ASR #{amount}" : amount > 0 ? $", LSL #{amount}" : "";
                yield return Form.Wide($"SSAT #{sat}{text}", 0xF301_0000 | shift | (sat - 1), c => c.R[0] = (uint)c.SignedSat(Operand(c), (int)sat));
                yield return Form.Wide($"USAT #{sat - 1}{text}", 0xF381_0000 | shift | (sat - 1), c => c.R[0] = c.UnsignedSat(Operand(c), (int)sat - 1));
            }
        }

        foreach (uint sat in (uint[])[1, 8, 13, 16])
        {
            yield return Form.Wide($"SSAT16 #{sat}", 0xF321_0000 | (sat - 1), c => c.R[0] = Pack(c.SignedSat(Half(c.R[1], 0), (int)sat), c.SignedSat(Half(c.R[1], 1), (int)sat)));
            yield return Form.Wide($"USAT16 #{sat - 1}", 0xF3A1_0000 | (sat - 1), c => c.R[0] = Pack((int)c.UnsignedSat(Half(c.R[1], 0), (int)sat - 1), (int)c.UnsignedSat(Half(c.R[1], 1), (int)sat - 1)));
        }
    }

    private static uint Pack(int low, int high) => (ushort)low | ((uint)high << 16);

    private static IEnumerable<Form> Extending()
    {
        (string Name, uint Code, Func<uint, uint> Extend)[] kinds =
        [
            ("XTAH S", 0, v => (uint)(short)v), ("XTAH U", 1, v => (ushort)v), ("XTAB16 S", 2, v => Pack((sbyte)v, (sbyte)(v >> 16))),
            ("XTAB16 U", 3, v => v & 0x00FF_00FF), ("XTAB S", 4, v => (uint)(sbyte)v), ("XTAB U", 5, v => (byte)v),
        ];
        foreach ((string name, uint code, Func<uint, uint> extend) in kinds)
        {
            for (uint rotation = 0; rotation < 4; rotation++)
            {
                int bits = 8 * (int)rotation;
                uint encoding = 0xFA00_F080 | (code << 20) | (rotation << 4) | 2;
                yield return Form.Wide($"{name} add ROR #{bits}", encoding | (1u << 16), c => c.R[0] = code is 2 or 3
                    ? Pack((int)(c.R[1] + extend(BitOperations.RotateRight(c.R[2], bits))), (int)((c.R[1] >> 16) + (extend(BitOperations.RotateRight(c.R[2], bits)) >> 16)))
                    : c.R[1] + extend(BitOperations.RotateRight(c.R[2], bits)));
                yield return Form.Wide($"{name} ROR #{bits}", encoding | (15u << 16), c => c.R[0] = extend(BitOperations.RotateRight(c.R[2], bits)));
            }
        }

        yield return new Form("SXTH 16-bit", [0xB210], c => c.R[0] = (uint)(short)c.R[2]);
        yield return new Form("SXTB 16-bit", [0xB250], c => c.R[0] = (uint)(sbyte)c.R[2]);
        yield return new Form("UXTH 16-bit", [0xB290], c => c.R[0] = (ushort)c.R[2]);
        yield return new Form("UXTB 16-bit", [0xB2D0], c => c.R[0] = (byte)c.R[2]);
    }

    private static IEnumerable<Form> Multiplying()
    {
        static Form Of(string name, uint op1, uint op2, bool accumulates, Action<Core> execute) =>
            Form.Wide(name, 0xFB01_0002 | (op1 << 20) | (accumulates ? 3u << 12 : 15u << 12) | (op2 << 4), execute);
        static BigInteger Rounded(BigInteger value, bool rounds) => (rounds ? value + 0x8000_0000 : value) >> 32;

        yield return Of("MUL", 0, 0, false, c => c.R[0] = c.R[1] * c.R[2]);
        yield return Of("MLA", 0, 0, true, c => c.R[0] = (c.R[1] * c.R[2]) + c.R[3]);
        yield return Of("MLS", 0, 1, true, c => c.R[0] = c.R[3] - (c.R[1] * c.R[2]));
        yield return new Form("MULS 16-bit", [0x4350], c => c.R[0] = c.Flags(c.R[0] * c.R[2]));
        for (uint xy = 0; xy < 4; xy++)
        {
            int x = (int)(xy >> 1), y = (int)(xy & 1);
            string suffix = $"{(x == 0 ? 'B' : 'T')}{(y == 0 ? 'B' : 'T')}";
            yield return Of($"SMUL{suffix}", 1, xy, false, c => c.R[0] = (uint)(Half(c.R[1], x) * Half(c.R[2], y)));
            yield return Of($"SMLA{suffix}", 1, xy, true, c => c.R[0] = c.WrapQ((BigInteger)(Half(c.R[1], x) * Half(c.R[2], y)) + (int)c.R[3]));
        }

        for (uint m = 0; m < 2; m++)
        {
            bool swaps = m == 1;
            uint Second(Core c) => swaps ? BitOperations.RotateRight(c.R[2], 16) : c.R[2];
            BigInteger First(Core c, int i) => (BigInteger)Half(c.R[1], i) * Half(Second(c), i);
            string x = swaps ? "X" : "";
            yield return Of($"SMUAD{x}", 2, m, false, c => c.R[0] = c.WrapQ(First(c, 0) + First(c, 1)));
            yield return Of($"SMLAD{x}", 2, m, true, c => c.R[0] = c.WrapQ(First(c, 0) + First(c, 1) + (int)c.R[3]));
            yield return Of($"SMUSD{x}", 4, m, false, c => c.R[0] = (uint)Wrap(First(c, 0) - First(c, 1)));
            yield return Of($"SMLSD{x}", 4, m, true, c => c.R[0] = c.WrapQ(First(c, 0) - First(c, 1) + (int)c.R[3]));
            yield return Of($"SMULW{(swaps ? 'T' : 'B')}", 3, m, false, c => c.R[0] = (uint)Wrap((BigInteger)(int)c.R[1] * Half(c.R[2], swaps ? 1 : 0) >> 16));
            yield return Of($"SMLAW{(swaps ? 'T' : 'B')}", 3, m, true, c => c.R[0] = c.WrapQ(((BigInteger)(int)c.R[1] * Half(c.R[2], swaps ? 1 : 0) >> 16) + (int)c.R[3]));
            string r = swaps ? "R" : "";
            yield return Of($"SMMUL{r}", 5, m, false, c => c.R[0] = (uint)Wrap(Rounded((BigInteger)(int)c.R[1] * (int)c.R[2], swaps)));
            yield return Of($"SMMLA{r}", 5, m, true, c => c.R[0] = (uint)Wrap(Rounded(((BigInteger)(int)c.R[3] << 32) + ((BigInteger)(int)c.R[1] * (int)c.R[2]), swaps)));
            yield return Of($"SMMLS{r}", 6, m, true, c => c.R[0] = (uint)Wrap(Rounded(((BigInteger)(int)c.R[3] << 32) - ((BigInteger)(int)c.R[1] * (int)c.R[2]), swaps)));
        }

        static uint Differences(Core c) => (uint)Enumerable.Range(0, 4).Sum(i => Math.Abs((int)UByte(c.R[1], i) - (int)UByte(c.R[2], i)));
        yield return Of("USAD8", 7, 0, false, c => c.R[0] = Differences(c));
        yield return Of("USADA8", 7, 0, true, c => c.R[0] = Differences(c) + c.R[3]);
    }

    private static IEnumerable<Form> LongMultiplying()
    {
        // The low half of the result (and of the addend) is R3, the high half R4.
        static Form Of(string name, uint op1, uint op2, Func<Core, BigInteger> value) => Form.Wide(name, 0xFB81_3402 | (op1 << 20) | (op2 << 4), c =>
        {
            ulong result = (ulong)(value(c) & ulong.MaxValue);
            (c.R[3], c.R[4]) = ((uint)result, (uint)(result >> 32));
        });
        static BigInteger Signed(Core c) => (BigInteger)(int)c.R[1] * (int)c.R[2];
        static BigInteger Unsigned(Core c) => (BigInteger)c.R[1] * c.R[2];
        static BigInteger Sum(Core c) => ((BigInteger)c.R[4] << 32) + c.R[3];

        yield return Of("SMULL", 0, 0, Signed);
        yield return Of("UMULL", 2, 0, Unsigned);
        yield return Of("SMLAL", 4, 0, c => Sum(c) + Signed(c));
        yield return Of("UMLAL", 6, 0, c => Sum(c) + Unsigned(c));
        yield return Of("UMAAL", 6, 6, c => Unsigned(c) + c.R[3] + c.R[4]);
        for (uint xy = 0; xy < 4; xy++)
        {
            int x = (int)(xy >> 1), y = (int)(xy & 1);
            yield return Of($"SMLAL{(x == 0 ? 'B' : 'T')}{(y == 0 ? 'B' : 'T')}", 4, 8 | xy, c => Sum(c) + (Half(c.R[1], x) * Half(c.R[2], y)));
        }

        for (uint m = 0; m < 2; m++)
        {
            bool swaps = m == 1;
            BigInteger Product(Core c, int i) => (BigInteger)Half(c.R[1], i) * Half(c.R[2], swaps ? 1 - i : i);
            yield return Of($"SMLALD{(swaps ? "X" : "")}", 4, 12 | m, c => Sum(c) + Product(c, 0) + Product(c, 1));
            yield return Of($"SMLSLD{(swaps ? "X" : "")}", 5, 12 | m, c => Sum(c) + Product(c, 0) - Product(c, 1));
        }

        yield return Form.Wide("SDIV", 0xFB91_F0F2, c => c.R[0] = c.R[2] == 0 ? 0 : (uint)Wrap(BigInteger.Divide((int)c.R[1], (int)c.R[2])));
        yield return Form.Wide("UDIV", 0xFBB1_F0F2, c => c.R[0] = c.R[2] == 0 ? 0 : c.R[1] / c.R[2]);
    }

    private static IEnumerable<Form> Shifting()
    {
        string[] names = ["LSL", "LSR", "ASR", "ROR"];
        for (int t = 0; t < 4; t++)
        {
            int type = t;
            foreach (bool sets in (bool[])[false, true])
            {
                void Result(Core c, Func<uint> shift)
                {
                    bool carry = c.C;
                    uint result = shift();
                    if (sets) c.Flags(result);
                    else c.C = carry;
                    c.R[0] = result;
                }

                string s = sets ? "S" : "";
                yield return Form.Wide($"{names[t]}{s} register", 0xFA01_F002 | ((uint)t << 21) | (sets ? 1u << 20 : 0), c => Result(c, () => c.Shift(c.R[1], type, (int)(c.R[2] & 0xFF))));
                foreach (uint amount in (uint[])[1, 13, 31])
                {
                    yield return Form.Wide($"{names[t]}{s} #{amount}", 0xEA4F_0001 | (sets ? 1u << 20 : 0) | ((uint)t << 4) | ((amount >> 2) << 12) | ((amount & 3) << 6), c => Result(c, () => c.Shift(c.R[1], type, (int)amount)));
                }

                if (t is 1 or 2) yield return Form.Wide($"{names[t]}{s} #32", 0xEA4F_0001 | (sets ? 1u << 20 : 0) | ((uint)t << 4), c => Result(c, () => c.Shift(c.R[1], type, 32)));
                if (t == 3) yield return Form.Wide($"RRX{s}", 0xEA4F_0031 | (sets ? 1u << 20 : 0), c => Result(c, () => c.Shift(c.R[1], 4, 1)));
            }

            uint opcode = (uint)(t == 3 ? 7 : 2 + t);
            yield return new Form($"{names[t]}S 16-bit register", [(ushort)(0x4000 | (opcode << 6) | (2 << 3))], c => c.R[0] = c.Flags(c.Shift(c.R[0], type, (int)(c.R[2] & 0xFF))));
            if (t == 3) continue;
            foreach (int amount in (int[])[0, 5, 31])
            {
                int by = amount == 0 && t > 0 ? 32 : amount;
                yield return new Form($"{names[t]}S 16-bit #{by}", [(ushort)((t << 11) | (amount << 6) | (1 << 3))], c => c.R[0] = c.Flags(c.Shift(c.R[1], type, by)));
            }
        }
    }

    private static IEnumerable<Form> Fields()
    {
        foreach ((int lsb, int width) in ((int, int)[])[(0, 1), (3, 8), (0, 32), (31, 1), (7, 25)])
        {
            uint position = (((uint)lsb >> 2) << 12) | (((uint)lsb & 3) << 6), mask = (uint)((1ul << width) - 1);
            yield return Form.Wide($"SBFX #{lsb}, #{width}", 0xF341_0000 | position | (uint)(width - 1), c => c.R[0] = (uint)((int)(c.R[1] << (32 - lsb - width)) >> (32 - width)));
            yield return Form.Wide($"UBFX #{lsb}, #{width}", 0xF3C1_0000 | position | (uint)(width - 1), c => c.R[0] = (c.R[1] >> lsb) & mask);
            yield return Form.Wide($"BFI #{lsb}, #{width}", 0xF361_0000 | position | (uint)(lsb + width - 1), c => c.R[0] = (c.R[0] & ~(mask << lsb)) | ((c.R[1] & mask) << lsb));
            yield return Form.Wide($"BFC #{lsb}, #{width}", 0xF36F_0000 | position | (uint)(lsb + width - 1), c => c.R[0] &= ~(mask << lsb));
        }

        foreach (int amount in (int[])[0, 4, 31])
        {
            uint position = (((uint)amount >> 2) << 12) | (((uint)amount & 3) << 6);
            yield return Form.Wide($"PKHBT LSL #{amount}", 0xEAC1_0002 | position, c => c.R[0] = (c.R[1] & 0xFFFF) | ((c.R[2] << amount) & 0xFFFF_0000));
            int by = amount == 0 ? 32 : amount;
            yield return Form.Wide($"PKHTB ASR #{by}", 0xEAC1_0022 | position, c => c.R[0] = (c.R[1] & 0xFFFF_0000) | ((uint)((long)(int)c.R[2] >> by) & 0xFFFF));
        }

        yield return Form.Wide("SEL", 0xFAA1_F082, c => c.R[0] = (uint)Enumerable.Range(0, 4).Sum(i => (long)((c.R[(c.Ge >> i & 1) != 0 ? 1 : 2] >> (8 * i) & 0xFF) << (8 * i))));
        yield return Form.Wide("CLZ", 0xFAB1_F081, c => c.R[0] = (uint)BitOperations.LeadingZeroCount(c.R[1]));
        yield return Form.Wide("RBIT", 0xFA91_F0A1, c => c.R[0] = (uint)Enumerable.Range(0, 32).Sum(i => (long)(c.R[1] >> i & 1) << (31 - i)));
        yield return Form.Wide("REV", 0xFA91_F081, c => c.R[0] = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(c.R[1]));
        yield return Form.Wide("REV16", 0xFA91_F091, c => c.R[0] = ((c.R[1] & 0x00FF_00FF) << 8) | ((c.R[1] >> 8) & 0x00FF_00FF));
        yield return Form.Wide("REVSH", 0xFA91_F0B1, c => c.R[0] = (uint)(short)((c.R[1] << 8) | ((c.R[1] >> 8) & 0xFF)));
    }

    private static IEnumerable<Form> Arithmetic()
    {
        (string Name, uint Code, Func<Core, uint, uint> Do)[] operations =
        [
            ("ADDS", 8, (c, y) => c.AddWithCarry(c.R[1], y, false)), ("ADCS", 10, (c, y) => c.AddWithCarry(c.R[1], y, c.C)),
            ("SBCS", 11, (c, y) => c.AddWithCarry(c.R[1], ~y, c.C)), ("SUBS", 13, (c, y) => c.AddWithCarry(c.R[1], ~y, true)), ("RSBS", 14, (c, y) => c.AddWithCarry(~c.R[1], y, true)),
        ];
        foreach ((string name, uint code, Func<Core, uint, uint> execute) in operations)
        {
            yield return Form.Wide(name, 0xEB11_0002 ^ ((code ^ 8) << 21), c => c.R[0] = execute(c, c.R[2]));
            yield return Form.Wide($"{name} ASR #3", (0xEB11_0002 ^ ((code ^ 8) << 21)) | 0xE0, c => c.R[0] = execute(c, (uint)((int)c.R[2] >> 3)));
        }
    }
}
