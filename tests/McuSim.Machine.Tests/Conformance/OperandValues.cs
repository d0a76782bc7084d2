namespace McuSim.Tests.Machine.Conformance;

/// <summary>Random operands, many of them where something special happens.</summary>
internal static class OperandValues
{
    private static readonly uint[] Integers =
        [0, 1, 2, 31, 32, 33, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0x8000_0001, uint.MaxValue, 0x7FFF_7FFF, 0x8000_8000, 0x7F7F_7F7F, 0x8080_8080, 0x0100_00FF];

    private static readonly float[] Singles =
        [0, -0f, 1, -1, 0.5f, 2.5f, -3.5f, 1e-45f, -1e-40f, 1.17549435e-38f, 3.4028235e38f, 16777217, 65504, 65520, 1e10f, -2147483648, float.PositiveInfinity, float.NegativeInfinity];

    private static readonly double[] Doubles =
        [0, -0.0, 1, -1, 0.5, 2.5, -3.5, 5e-324, -1e-310, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993, 1e10, -2147483648.5, 4294967295.5, double.PositiveInfinity, double.NegativeInfinity];

    private const uint NoNumber = 0x7FC1_2345;

    internal static uint Integer(Random random) => random.Next(4) switch
    {
        0 => Integers[random.Next(Integers.Length)],
        1 => (uint)random.Next(-70_000, 70_000),
        _ => (uint)random.NextInt64(1L << 32),
    };

    internal static uint Single(Random random) => random.Next(6) switch
    {
        0 => random.Next(8) == 0 ? NoNumber : BitConverter.SingleToUInt32Bits(Singles[random.Next(Singles.Length)]),
        1 => BitConverter.SingleToUInt32Bits(random.Next(-20, 20) / 2f),
        2 => (uint)random.NextInt64(1L << 32) & 0xBFFF_FFFF,
        _ => BitConverter.SingleToUInt32Bits((float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-10, 36)))),
    };

    internal static ulong Double(Random random) => random.Next(6) switch
    {
        0 => random.Next(8) == 0 ? (ulong)NoNumber << 32 : BitConverter.DoubleToUInt64Bits(Doubles[random.Next(Doubles.Length)]),
        1 => BitConverter.DoubleToUInt64Bits(random.Next(-20, 20) / 2.0),
        2 => (ulong)random.NextInt64() & 0xBFFF_FFFF_FFFF_FFFF,
        _ => BitConverter.DoubleToUInt64Bits((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-10, 36))),
    };
}
