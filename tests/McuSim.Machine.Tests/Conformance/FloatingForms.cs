namespace McuSim.Tests.Machine.Conformance;

/// <summary>
/// Floating-point instructions (Arm DDI 0403E, A6.4 and A2.5) with default rounding. The result is S0 (D0), operands are S1 and S2 (D1 and D2). Of FPSCR the
/// comparison's flags are computed here; the cumulative exceptions are compared with QEMU.
/// </summary>
internal static class FloatingForms
{
    private const uint Compared = 0xF000_0000;

    internal static IEnumerable<Form> Single => [.. Arithmetic(false), .. Moves(), .. Conversions()];

    /// <summary>What a core with a double-precision FPU of architecture FPv5 has besides.</summary>
    internal static IEnumerable<Form> Double => [.. Arithmetic(true), .. Version5(false), .. Version5(true)];

    private static Form Of(string name, uint code, bool isDouble, Action<Core> execute) =>
        Form.Wide(isDouble ? name + ".F64" : name + ".F32", code | (isDouble ? 0x100u : 0), execute) with { FpscrMask = Compared, IsDouble = isDouble };

    // Vd = 0, Vn = 1, Vm = 2. A single register's lowest bit stands apart: Sn = S1 is Vn 0 with N; D1 is Vn 1.
    private static uint Operands(bool isDouble) => isDouble ? 0x0001_0002u : 0x0000_0081u;

    private static uint Operand(bool isDouble) => isDouble ? 2u : 1u;

    private static double First(Core c, bool isDouble) => isDouble ? c.D(1) : BitConverter.UInt32BitsToSingle(c.S[1]);

    private static double Second(Core c, bool isDouble) => isDouble ? c.D(2) : BitConverter.UInt32BitsToSingle(c.S[2]);

    private static void Set(Core c, bool isDouble, double value)
    {
        if (isDouble) c.SetD(0, value);
        else c.S[0] = BitConverter.SingleToUInt32Bits((float)value);
    }

    private static IEnumerable<Form> Arithmetic(bool d)
    {
        static double Product(bool d, double a, double b) => d ? a * b : (float)a * (float)b;
        static double Sum(bool d, double a, double b) => d ? a + b : (float)a + (float)b;
        static double Fused(bool d, double a, double b, double c) => d ? Math.FusedMultiplyAdd(a, b, c) : MathF.FusedMultiplyAdd((float)a, (float)b, (float)c);
        double Accumulator(Core c) => d ? c.D(0) : BitConverter.UInt32BitsToSingle(c.S[0]);
        Form Two(string name, uint code, Func<double, double, double> f) => Of(name, code | Operands(d), d, c => SetNumber(c, d, f(First(c, d), Second(c, d)), First(c, d), Second(c, d)));
        Form Three(string name, uint code, Func<double, double, double, double> f) =>
            Of(name, code | Operands(d), d, c => SetNumber(c, d, f(Accumulator(c), First(c, d), Second(c, d)), Accumulator(c), First(c, d), Second(c, d)));

        yield return Two("VADD", 0xEE30_0A00, (a, b) => Sum(d, a, b));
        yield return Two("VSUB", 0xEE30_0A40, (a, b) => Sum(d, a, -b));
        yield return Two("VMUL", 0xEE20_0A00, (a, b) => Product(d, a, b));
        yield return Two("VNMUL", 0xEE20_0A40, (a, b) => -Product(d, a, b));
        yield return Two("VDIV", 0xEE80_0A00, (a, b) => d ? a / b : (float)a / (float)b);
        yield return Three("VMLA", 0xEE00_0A00, (s, a, b) => Sum(d, s, Product(d, a, b)));
        yield return Three("VMLS", 0xEE00_0A40, (s, a, b) => Sum(d, s, -Product(d, a, b)));
        yield return Three("VNMLA", 0xEE10_0A40, (s, a, b) => Sum(d, -s, -Product(d, a, b)));
        yield return Three("VNMLS", 0xEE10_0A00, (s, a, b) => Sum(d, -s, Product(d, a, b)));
        yield return Three("VFMA", 0xEEA0_0A00, (s, a, b) => Fused(d, a, b, s));
        yield return Three("VFMS", 0xEEA0_0A40, (s, a, b) => Fused(d, -a, b, s));
        yield return Three("VFNMA", 0xEE90_0A40, (s, a, b) => Fused(d, -a, b, -s));
        yield return Three("VFNMS", 0xEE90_0A00, (s, a, b) => Fused(d, a, b, -s));
        yield return Of("VSQRT", 0xEEB1_0AC0 | Operand(d), d, c => SetNumber(c, d, d ? Math.Sqrt(One(c, d)) : MathF.Sqrt((float)One(c, d)), One(c, d)));
        yield return Of("VABS", 0xEEB0_0AC0 | Operand(d), d, c => Sign(c, d, _ => 0));
        yield return Of("VNEG", 0xEEB1_0A40 | Operand(d), d, c => Sign(c, d, s => s ^ 1));
        yield return Of("VMOV register", 0xEEB0_0A40 | Operand(d), d, c => Sign(c, d, s => s));
        foreach (uint e in (uint[])[0, 0x80]) // VCMP, VCMPE
        {
            yield return Of(e == 0 ? "VCMP" : "VCMPE", 0xEEB4_0A40 | e | Operand(d), d, c => Compare(c, Accumulator(c), One(c, d)));
            yield return Of(e == 0 ? "VCMP #0" : "VCMPE #0", 0xEEB5_0A40 | e, d, c => Compare(c, Accumulator(c), 0));
        }
    }

    private static double One(Core c, bool isDouble) => isDouble ? c.D(2) : BitConverter.UInt32BitsToSingle(c.S[2]);

    /// <summary>Results that are not a number are not compared in their bits: which operand they come from is QEMU's to say.</summary>
    private static void SetNumber(Core c, bool isDouble, double value, params double[] operands)
    {
        if (double.IsNaN(value) && !operands.Any(double.IsNaN))
        {
            if (isDouble) (c.S[0], c.S[1]) = (0, 0x7FF8_0000);
            else c.S[0] = 0x7FC0_0000;
            return;
        }

        Set(c, isDouble, value);
    }

    private static void Sign(Core c, bool isDouble, Func<uint, uint> sign)
    {
        int from = isDouble ? 5 : 2, to = isDouble ? 1 : 0;
        uint high = c.S[from];
        if (isDouble) c.S[0] = c.S[4];
        c.S[to] = (high & 0x7FFF_FFFF) | (sign(high >> 31) << 31);
    }

    private static void Compare(Core c, double a, double b)
    {
        uint flags = double.IsNaN(a) || double.IsNaN(b) ? 0x3u : a == b ? 0x6u : a < b ? 0x8u : 0x2u;
        c.Fpscr = (c.Fpscr & ~Compared) | (flags << 28);
    }

    private static IEnumerable<Form> Moves()
    {
        static Form Plain(string name, uint code, Action<Core> execute) => Form.Wide(name, code, execute) with { FpscrMask = Compared };
        foreach (uint imm in (uint[])[0x70, 0x00, 0xFF, 0x98])
        {
            uint b = imm >> 6 & 1;
            uint value = ((imm >> 7) << 31) | ((b ^ 1) << 30) | (b == 1 ? 0x3E00_0000u : 0) | ((imm & 0x3F) << 19);
            yield return Plain($"VMOV.F32 S0, #{imm:X}", 0xEEB0_0A00 | ((imm >> 4) << 16) | (imm & 15), c => c.S[0] = value);
        }

        yield return Plain("VMOV S1, R2", 0xEE00_2A90, c => c.S[1] = c.R[2]);
        yield return Plain("VMOV R2, S1", 0xEE10_2A90, c => c.R[2] = c.S[1]);
        yield return Plain("VMOV S2, S3, R1, R2", 0xEC42_1A11, c => (c.S[2], c.S[3]) = (c.R[1], c.R[2]));
        yield return Plain("VMOV R1, R2, S2, S3", 0xEC52_1A11, c => (c.R[1], c.R[2]) = (c.S[2], c.S[3]));
        yield return Plain("VMOV D1, R1, R2", 0xEC42_1B11, c => (c.S[2], c.S[3]) = (c.R[1], c.R[2]));
        yield return Plain("VMRS APSR_nzcv, FPSCR", 0xEEF1_FA10, c => c.Apsr = (c.Apsr & 0x0FFF_FFFF) | (c.Fpscr & Compared));
    }

    private static IEnumerable<Form> Conversions()
    {
        static float Operand(Core c) => BitConverter.UInt32BitsToSingle(c.S[2]);
        static Form Plain(string name, uint code, Action<Core> execute) => Form.Wide(name, code | 1, execute) with { FpscrMask = Compared };
        static double Integer(Core c, double value, double least, double most) => double.IsNaN(value) ? 0 : Math.Clamp(value, least, most);

        yield return Plain("VCVT.F32.S32", 0xEEB8_0AC0, c => c.S[0] = BitConverter.SingleToUInt32Bits((int)c.S[2]));
        yield return Plain("VCVT.F32.U32", 0xEEB8_0A40, c => c.S[0] = BitConverter.SingleToUInt32Bits(c.S[2]));
        yield return Plain("VCVT.S32.F32", 0xEEBD_0AC0, c => c.S[0] = (uint)(int)Integer(c, Math.Truncate((double)Operand(c)), int.MinValue, int.MaxValue));
        yield return Plain("VCVT.U32.F32", 0xEEBC_0AC0, c => c.S[0] = (uint)Integer(c, Math.Truncate((double)Operand(c)), 0, uint.MaxValue));
        yield return Plain("VCVTR.S32.F32", 0xEEBD_0A40, c => c.S[0] = (uint)(int)Integer(c, Math.Round((double)Operand(c), MidpointRounding.ToEven), int.MinValue, int.MaxValue));
        yield return Plain("VCVTR.U32.F32", 0xEEBC_0A40, c => c.S[0] = (uint)Integer(c, Math.Round((double)Operand(c), MidpointRounding.ToEven), 0, uint.MaxValue));
        foreach (int fraction in (int[])[1, 8, 31])
        {
            // VCVT (fixed point) works in place, in S0: imm4:i is 32 less the fraction bits.
            uint field = (uint)(32 - fraction), imm = (field >> 1) | ((field & 1) << 5);
            double scale = Math.ScaleB(1, fraction);
            static Form Fixed(string name, uint code, Action<Core> execute) => Form.Wide(name, code, execute) with { FpscrMask = Compared };
            yield return Fixed($"VCVT.F32.S32 #{fraction}", 0xEEBA_0AC0 | imm, c => c.S[0] = BitConverter.SingleToUInt32Bits((float)((int)c.S[0] / scale)));
            yield return Fixed($"VCVT.F32.U32 #{fraction}", 0xEEBB_0AC0 | imm, c => c.S[0] = BitConverter.SingleToUInt32Bits((float)(c.S[0] / scale)));
            yield return Fixed($"VCVT.S32.F32 #{fraction}", 0xEEBE_0AC0 | imm, c => c.S[0] = (uint)(int)Integer(c, Math.Truncate(BitConverter.UInt32BitsToSingle(c.S[0]) * scale), int.MinValue, int.MaxValue));
            yield return Fixed($"VCVT.U32.F32 #{fraction}", 0xEEBF_0AC0 | imm, c => c.S[0] = (uint)Integer(c, Math.Truncate(BitConverter.UInt32BitsToSingle(c.S[0]) * scale), 0, uint.MaxValue));
        }

        foreach (int top in (int[])[0, 1])
        {
            yield return Plain($"VCVT{"BT"[top]}.F16.F32", 0xEEB3_0A40 | ((uint)top << 7), c => c.S[0] = (c.S[0] & ~(0xFFFFu << (16 * top))) | ((uint)BitConverter.HalfToUInt16Bits((Half)Operand(c)) << (16 * top)));
            yield return Plain($"VCVT{"BT"[top]}.F32.F16", 0xEEB2_0A40 | ((uint)top << 7), c => c.S[0] = BitConverter.SingleToUInt32Bits((float)BitConverter.UInt16BitsToHalf((ushort)(c.S[2] >> (16 * top)))));
        }
    }

    private static IEnumerable<Form> Version5(bool d)
    {
        double First(Core c) => FloatingForms.First(c, d);
        double Second(Core c) => One(c, d);
        (string Name, uint Code, Func<Core, bool> Condition)[] selections =
            [("VSELEQ", 0, c => c.Z), ("VSELVS", 1, c => c.V), ("VSELGE", 2, c => c.N == c.V), ("VSELGT", 3, c => c.N == c.V && !c.Z)];
        foreach ((string name, uint code, Func<Core, bool> condition) in selections)
        {
            yield return Of(name, 0xFE00_0A00 | (code << 20) | Operands(d), d, c =>
            {
                int from = (condition(c), d) switch { (true, false) => 1, (false, false) => 2, (true, true) => 2, _ => 4 };
                c.S[0] = c.S[from];
                if (d) c.S[1] = c.S[from + 1];
            });
        }

        static double Number(double a, double b, bool most) => double.IsNaN(a) ? b : double.IsNaN(b) ? a : most ? Math.Max(a, b) : Math.Min(a, b);
        yield return Of("VMAXNM", 0xFE80_0A00 | Operands(d), d, c => SetNumber(c, d, Number(First(c), Second(c), true), First(c), Second(c)));
        yield return Of("VMINNM", 0xFE80_0A40 | Operands(d), d, c => SetNumber(c, d, Number(First(c), Second(c), false), First(c), Second(c)));
        (string Name, uint Code, Func<double, double> Round)[] roundings =
        [
            ("VRINTA", 0xFEB8_0A40, v => Math.Round(v, MidpointRounding.AwayFromZero)), ("VRINTN", 0xFEB9_0A40, v => Math.Round(v, MidpointRounding.ToEven)), ("VRINTP", 0xFEBA_0A40, Math.Ceiling),
            ("VRINTM", 0xFEBB_0A40, Math.Floor), ("VRINTZ", 0xEEB6_0AC0, Math.Truncate), ("VRINTR", 0xEEB6_0A40, v => Math.Round(v, MidpointRounding.ToEven)), ("VRINTX", 0xEEB7_0A40, v => Math.Round(v, MidpointRounding.ToEven)),
        ];
        foreach ((string name, uint code, Func<double, double> round) in roundings)
            yield return Of(name, code | Operand(d), d, c => SetNumber(c, d, Math.CopySign(round(Second(c)), Second(c)), Second(c)));
        for (uint mode = 0; mode < 4; mode++)
        {
            Func<double, double> round = roundings[mode].Round;
            string name = "VCVT" + "ANPM"[(int)mode];
            static double Clamp(double value, double least, double most) => double.IsNaN(value) ? 0 : Math.Clamp(value, least, most);
            yield return Of(name + ".S32", 0xFEBC_0AC0 | (mode << 16) | Operand(d), d, c => c.S[0] = (uint)(int)Clamp(round(Second(c)), int.MinValue, int.MaxValue));
            yield return Of(name + ".U32", 0xFEBC_0A40 | (mode << 16) | Operand(d), d, c => c.S[0] = (uint)Clamp(round(Second(c)), 0, uint.MaxValue));
        }

        if (!d) yield break;
        yield return Form.Wide("VCVT.F64.F32", 0xEEB7_0AC1, c => SetNumber(c, true, BitConverter.UInt32BitsToSingle(c.S[2]), BitConverter.UInt32BitsToSingle(c.S[2]))) with { FpscrMask = Compared };
        yield return Form.Wide("VCVT.F32.F64", 0xEEB7_0BC2, c => SetNumber(c, false, c.D(2), c.D(2))) with { FpscrMask = Compared, IsDouble = true };
    }
}
