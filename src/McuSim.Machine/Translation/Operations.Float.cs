namespace McuSim.Machine.Translation;

/// <summary>
/// Single precision, rounded to nearest, once the program has rounded something (FPSCR.IXC is set, and stays so). Where an operation could set another cumulative flag, or has an operand
/// or result that is no ordinary number, it gives 1 above the result: the engine does it then.
/// </summary>
internal static partial class Operations
{
    private const int MantissaBits = 23;

    internal static ulong FloatAdd(uint a, uint b) => Sum(Number(a) + Number(b));

    internal static ulong FloatSubtract(uint a, uint b) => Sum(Number(a) - Number(b));

    internal static ulong FloatMultiply(uint a, uint b) => Product(a, b, Number(a) * Number(b));

    internal static ulong FloatNegatedMultiply(uint a, uint b) => Product(a, b, Number(a) * Number(b)) ^ 0x8000_0000;

    internal static ulong FloatDivide(uint a, uint b) => Product(a, a, Number(a) / Number(b)) | (IsZero(b) ? 1ul << 32 : 0);

    internal static ulong FloatSquareRoot(uint a) => Sum(MathF.Sqrt(Number(a)));

    /// <summary>VMLA, VMLS, VNMLS, VNMLA (0 to 3): rounded twice.</summary>
    internal static ulong FloatMultiplyAdd(uint sum, uint a, uint b, uint kind)
    {
        float product = Number(a) * Number(b);
        ulong check = Product(a, b, product) >> 32 << 32;
        float addend = kind is 1 or 3 ? -product : product;
        return Sum((kind >= 2 ? -Number(sum) : Number(sum)) + addend) | check;
    }

    /// <summary>VFNMS, VFNMA, VFMA, VFMS (0 to 3): rounded once.</summary>
    internal static ulong FloatFused(uint sum, uint a, uint b, uint kind) =>
        Product(a, b, MathF.FusedMultiplyAdd(kind is 1 or 3 ? -Number(a) : Number(a), Number(b), kind < 2 ? -Number(sum) : Number(sum)));

    /// <summary>The flags N, Z, C, V of a comparison, as in FPSCR.</summary>
    internal static ulong FloatCompare(uint a, uint b)
    {
        (float x, float y) = (Number(a), Number(b));
        if (float.IsNaN(x) || float.IsNaN(y)) return 1ul << 32;
        return x == y ? 0x6000_0000u : x < y ? 0x8000_0000u : 0x2000_0000u;
    }

    internal static uint FloatOfSigned(uint a) => Bits((int)a);

    internal static uint FloatOfUnsigned(uint a) => Bits(a);

    internal static ulong FloatToSigned(uint a) => Number(a) is >= int.MinValue and < 2147483648f and var x ? (uint)(int)x : 1ul << 32;

    internal static ulong FloatToUnsigned(uint a) => Number(a) is > -1 and < 4294967296f and var x ? (uint)x : 1ul << 32;

    private static float Number(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);

    private static bool IsZero(uint bits) => bits << 1 == 0;

    /// <summary>Whether a number is not the smallest normal one, which may have been rounded up to, or smaller, and is finite.</summary>
    private static bool IsOrdinary(uint bits) => (bits >> MantissaBits & 0xFF) - 2 < 253;

    /// <summary>A sum of ordinary numbers that is zero is so exactly.</summary>
    private static ulong Sum(float result) => Pair(Bits(result), IsOrdinary(Bits(result)) || IsZero(Bits(result)) ? 0u : 1);

    /// <summary>A product that is zero is so exactly when a factor is.</summary>
    private static ulong Product(uint a, uint b, float result) =>
        Pair(Bits(result), IsOrdinary(Bits(result)) || (IsZero(Bits(result)) && (IsZero(a) || IsZero(b))) ? 0u : 1);
}
