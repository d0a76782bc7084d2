namespace McuSim.Tests.Machine.Conformance;

/// <summary>Loads and stores, single, double and multiple, of core and floating-point registers (Arm DDI 0403E, A7.7). R0 holds the base.</summary>
internal static class MemoryForms
{
    internal static IEnumerable<Form> All => [.. Single(), .. Dual(), .. Multiple(), .. Floating()];

    private static Form Of(string name, uint code, Action<Core> execute) => Form.Wide(name, code, execute) with { UsesMemory = true };

    private static uint Load(Core c, uint address, int bytes, bool isSigned)
    {
        uint word = c.Word(address & ~3u) >> (int)(8 * (address & 3));
        return bytes switch { 1 => isSigned ? (uint)(sbyte)word : (byte)word, 2 => isSigned ? (uint)(short)word : (ushort)word, _ => word };
    }

    private static void Store(Core c, uint address, int bytes, uint value)
    {
        int shift = (int)(8 * (address & 3));
        uint mask = (bytes == 4 ? uint.MaxValue : (1u << (8 * bytes)) - 1) << shift;
        ref uint word = ref c.Word(address & ~3u);
        word = (word & ~mask) | ((value << shift) & mask);
    }

    private static IEnumerable<Form> Single()
    {
        (string Name, uint Code, int Bytes, bool Signed, bool IsLoad)[] kinds =
        [
            ("STRB", 0xF800, 1, false, false), ("LDRB", 0xF810, 1, false, true), ("STRH", 0xF820, 2, false, false), ("LDRH", 0xF830, 2, false, true),
            ("STR", 0xF840, 4, false, false), ("LDR", 0xF850, 4, false, true), ("LDRSB", 0xF910, 1, true, true), ("LDRSH", 0xF930, 2, true, true),
        ];
        foreach (var (name, code, bytes, isSigned, isLoad) in kinds)
        {
            // P, U, W of encoding T4 and the offset in bytes: offset, pre-indexed, post-indexed.
            foreach ((string form, uint puw, int offset, bool isPost, bool writesBack) in ((string, uint, int, bool, bool)[])
                [("[R0, #-4]", 4, -4, false, false), ("[R0, #8]!", 7, 8, false, true), ("[R0, #-8]!", 5, -8, false, true), ("[R0], #4", 3, 4, true, true), ("[R0], #-12", 1, -12, true, true)])
            {
                yield return Of($"{name} R2, {form}", (code << 16) | 0x2800 | (puw << 8) | (uint)Math.Abs(offset), c =>
                {
                    uint address = c.R[0] + (isPost ? 0 : (uint)offset), after = c.R[0] + (uint)offset;
                    if (isLoad) c.R[2] = Load(c, address, bytes, isSigned);
                    else Store(c, address, bytes, c.R[2]);
                    if (writesBack) c.R[0] = after;
                });
            }

            void Access(Core c, uint address)
            {
                if (isLoad) c.R[2] = Load(c, address, bytes, isSigned);
                else Store(c, address, bytes, c.R[2]);
            }

            yield return Of($"{name}.W R2, [R0, #12]", ((code | 0x80) << 16) | 0x200C, c => Access(c, c.R[0] + 12));
            yield return Of($"AND R1, #6; {name} R2, [R0, R1, LSL #1]", 0, c => Access(c, c.R[0] + ((c.R[1] &= 6) << 1))) with { Code = [0xF001, 0x0106, (ushort)code, 0x2011] };
        }
    }

    private static IEnumerable<Form> Dual()
    {
        foreach (bool isLoad in (bool[])[false, true])
        {
            foreach ((string form, uint puw, int offset, bool isPost, bool writesBack) in ((string, uint, int, bool, bool)[])
                [("[R0, #8]", 6, 8, false, false), ("[R0, #-8]", 4, -8, false, false), ("[R0, #8]!", 7, 8, false, true), ("[R0], #-8", 1, -8, true, true)])
            {
                uint flags = ((puw & 4) << 22) | ((puw & 2) << 22) | ((puw & 1) << 21) | (isLoad ? 1u << 20 : 0);
                yield return Of($"{(isLoad ? "LDRD" : "STRD")} R2, R4, {form}", 0xE840_2400 | flags | ((uint)Math.Abs(offset) / 4), c =>
                {
                    uint address = c.R[0] + (isPost ? 0 : (uint)offset), after = c.R[0] + (uint)offset;
                    if (isLoad) (c.R[2], c.R[4]) = (c.Word(address), c.Word(address + 4));
                    else (c.Word(address), c.Word(address + 4)) = (c.R[2], c.R[4]);
                    if (writesBack) c.R[0] = after;
                });
            }
        }
    }

    private static IEnumerable<Form> Multiple()
    {
        foreach (uint list in (uint[])[0x06, 0x3E, 0x2A, 0x30])
        {
            foreach (bool isLoad in (bool[])[false, true])
            {
                foreach (bool decrements in (bool[])[false, true])
                {
                    foreach (bool writesBack in (bool[])[false, true])
                    {
                        uint code = (decrements ? 0xE900_0000 : 0xE880_0000) | (writesBack ? 1u << 21 : 0) | (isLoad ? 1u << 20 : 0) | list;
                        yield return Of($"{(isLoad ? "LDM" : "STM")}{(decrements ? "DB" : "IA")} R0{(writesBack ? "!" : "")}, {list:X}", code, c => Transfer(c, list, isLoad, decrements, writesBack));
                    }
                }

                yield return new Form($"{(isLoad ? "LDM" : "STM")} 16-bit R0!, {list:X}", [(ushort)(0xC000 | (isLoad ? 0x800u : 0) | list)], c => Transfer(c, list, isLoad, false, true)) { UsesMemory = true };
            }
        }

        yield return new Form("LDM 16-bit R0, {R0, R2}", [0xC805], c => (c.R[0], c.R[2]) = (c.Word(c.R[0]), c.Word(c.R[0] + 4))) { UsesMemory = true };
    }

    private static void Transfer(Core c, uint list, bool isLoad, bool decrements, bool writesBack)
    {
        int[] registers = [.. Enumerable.Range(0, 6).Where(r => (list >> r & 1) != 0)];
        uint bytes = 4 * (uint)registers.Length, address = decrements ? c.R[0] - bytes : c.R[0], after = decrements ? address : c.R[0] + bytes;
        foreach (int register in registers)
        {
            if (isLoad) c.R[register] = c.Word(address);
            else c.Word(address) = c.R[register];
            address += 4;
        }

        if (writesBack) c.R[0] = after;
    }

    private static IEnumerable<Form> Floating()
    {
        foreach (bool isLoad in (bool[])[false, true])
        {
            uint l = isLoad ? 1u << 20 : 0;
            string v = isLoad ? "VLD" : "VST";
            void Move(Core c, uint address, int first, int count)
            {
                for (int i = 0; i < count; i++, address += 4)
                {
                    if (isLoad) c.S[first + i] = c.Word(address);
                    else c.Word(address) = c.S[first + i];
                }
            }

            yield return Of($"{v}R S3, [R0, #8]", 0xEDC0_1A02 | l, c => Move(c, c.R[0] + 8, 3, 1));
            yield return Of($"{v}R D1, [R0, #-8]", 0xED00_1B02 | l, c => Move(c, c.R[0] - 8, 2, 2));
            yield return Of($"{v}MIA R0, {{S1-S5}}", 0xECC0_0A05 | l, c => Move(c, c.R[0], 1, 5));
            yield return Of($"{v}MIA R0!, {{S2-S4}}", 0xECA0_1A03 | l, c =>
            {
                Move(c, c.R[0], 2, 3);
                c.R[0] += 12;
            });
            yield return Of($"{v}MDB R0!, {{D1-D3}}", 0xED20_1B06 | l, c => Move(c, c.R[0] -= 24, 2, 6));
        }
    }
}
