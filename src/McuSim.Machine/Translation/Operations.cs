using System.Buffers.Binary;
using System.Numerics;

namespace McuSim.Machine.Translation;

/// <summary>Operations that translated code calls. Where two things come back, the register's value is in the low half and the flag above it.</summary>
internal static partial class Operations
{
    internal static uint ShiftLeft(uint value, uint amount) => (amount & 0xFF) < 32 ? value << (int)amount : 0;

    internal static uint ShiftRight(uint value, uint amount) => (amount & 0xFF) < 32 ? value >> (int)amount : 0;

    internal static uint ShiftRightSigned(uint value, uint amount) => (uint)((int)value >> Math.Min((int)(amount & 0xFF), 31));

    internal static uint Rotate(uint value, uint amount) => BitOperations.RotateRight(value, (int)amount);

    /// <summary>A shift by the low byte of a register, with the carry (A2.2.1).</summary>
    internal static ulong ShiftWithCarry(uint value, uint amount, uint carry, uint type)
    {
        int by = (int)(amount & 0xFF);
        if (by == 0)
            return Pair(value, carry);
        switch (type)
        {
            case 0: return by > 32 ? 0 : ((ulong)value << by) & 0x1_FFFF_FFFF;
            case 1: return by > 32 ? 0 : Pair((uint)((ulong)value >> by), (uint)((ulong)value >> (by - 1)) & 1);
            case 2:
                long wide = (int)value;
                by = Math.Min(by, 33);
                return Pair((uint)(wide >> by), (uint)(wide >> (by - 1)) & 1);
            default:
                uint rotated = BitOperations.RotateRight(value, by);
                return Pair(rotated, rotated >> 31);
        }
    }

    internal static uint Reverse(uint value) => BinaryPrimitives.ReverseEndianness(value);

    internal static uint ReverseHalves(uint value) => (value >> 8 & 0x00FF_00FF) | (value << 8 & 0xFF00_FF00);

    internal static uint ReverseSignedHalf(uint value) => (uint)(short)((value >> 8 & 0xFF) | (value << 8));

    internal static uint ReverseBits(uint value)
    {
        value = (value >> 1 & 0x5555_5555) | ((value & 0x5555_5555) << 1);
        value = (value >> 2 & 0x3333_3333) | ((value & 0x3333_3333) << 2);
        value = (value >> 4 & 0x0F0F_0F0F) | ((value & 0x0F0F_0F0F) << 4);
        return Reverse(value);
    }

    internal static uint CountLeadingZeros(uint value) => (uint)BitOperations.LeadingZeroCount(value);

    internal static uint DivideSigned(uint a, uint b) => b switch { 0 => 0, uint.MaxValue => 0u - a, _ => (uint)((int)a / (int)b) };

    internal static uint Divide(uint a, uint b) => b == 0 ? 0 : a / b;

    internal static uint MultiplyHigh(uint a, uint b, uint c, uint rounds) => (uint)((((long)c << 32) + ((long)(int)a * (int)b) + (rounds << 31)) >> 32);

    internal static uint MultiplyHighSubtract(uint a, uint b, uint c, uint rounds) => (uint)((((long)c << 32) - ((long)(int)a * (int)b) + (rounds << 31)) >> 32);

    internal static uint SumOfDifferences(uint a, uint b)
    {
        uint sum = 0;
        for (int shift = 0; shift < 32; shift += 8) sum += (uint)Math.Abs((int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF));
        return sum;
    }

    internal static ulong SignedSaturate(uint value, uint bits)
    {
        int most = (int)((1u << (int)(bits - 1)) - 1), result = Math.Clamp((int)value, ~most, most);
        return Pair((uint)result, result != (int)value ? 1u : 0);
    }

    internal static ulong UnsignedSaturate(uint value, uint bits)
    {
        int result = Math.Clamp((int)value, 0, (int)((1u << (int)bits) - 1));
        return Pair((uint)result, result != (int)value ? 1u : 0);
    }

    internal static ulong SignedSaturateHalves(uint value, uint bits) => Halves(SignedSaturate((uint)(short)value, bits), SignedSaturate((uint)((int)value >> 16), bits));

    internal static ulong UnsignedSaturateHalves(uint value, uint bits) => Halves(UnsignedSaturate((uint)(short)value, bits), UnsignedSaturate((uint)((int)value >> 16), bits));

    /// <summary>QADD, QDADD, QSUB, QDSUB (0 to 3): the second operand is the one that is doubled.</summary>
    internal static ulong SaturatingSum(uint a, uint b, uint kind)
    {
        long second = (int)b;
        uint saturated = 0;
        if ((kind & 1) != 0) second = Clamp(2 * second, ref saturated);
        long result = Clamp((kind & 2) != 0 ? (int)a - second : (int)a + second, ref saturated);
        return Pair((uint)result, saturated);
    }

    internal static uint Select(uint a, uint b, uint greaterOrEqual)
    {
        uint mask = ((greaterOrEqual * 0x0020_4081) & 0x0101_0101) * 0xFF; // bit i spreads over byte i
        return (a & mask) | (b & ~mask);
    }

    /// <summary>UADD8, which C libraries look for the end of a string with. GE, the carries, come back above the result.</summary>
    internal static ulong AddBytes(uint a, uint b)
    {
        const uint High = 0x8080_8080;
        uint result = ((a & ~High) + (b & ~High)) ^ ((a ^ b) & High), carries = ((a & b) | ((a | b) & ~result)) & High;
        return Pair(result, ((carries >> 7) * 0x0102_0408) >> 24);
    }

    /// <summary>
    /// Parallel sums (A7.7: SADD8, UQSUB16 and so on). Operation: 0 ADD8, 1 ADD16, 2 ASX, 4 SUB8, 5 SUB16, 6 SAX; prefix: 0 S, 1 Q, 2 SH, 4 U, 5 UQ, 6 UH. GE comes back
    /// above the result.
    /// </summary>
    internal static ulong ParallelSum(uint a, uint b, uint operation, uint prefix)
    {
        bool isBytes = (operation & 3) == 0, isUnsigned = (prefix & 4) != 0;
        int width = isBytes ? 8 : 16, most = isUnsigned ? (1 << width) - 1 : (1 << (width - 1)) - 1, least = isUnsigned ? 0 : ~most;
        uint mask = (1u << width) - 1, result = 0, greaterOrEqual = 0;
        for (int shift = 0; shift < 32; shift += width)
        {
            bool crosses = (operation & 2) != 0;
            int otherShift = crosses ? 16 - shift : shift;
            bool subtracts = crosses ? (operation == 2) == (shift == 0) : operation >= 4; // ASX subtracts below and adds above, SAX the other way
            int x = Lane(a, shift), y = Lane(b, otherShift), sum = subtracts ? x - y : x + y;
            if (isUnsigned && !subtracts ? sum > (int)mask : sum >= 0) greaterOrEqual |= (isBytes ? 1u : 3u) << (shift / 8);
            int lane = (prefix & 3) switch { 1 => Math.Clamp(sum, least, most), 2 => sum >> 1, _ => sum };
            result |= ((uint)lane & mask) << shift;
        }

        return Pair(result, greaterOrEqual);

        int Lane(uint value, int shift) => (isUnsigned, isBytes) switch
        {
            (false, true) => (sbyte)(value >> shift),
            (false, false) => (short)(value >> shift),
            (true, true) => (byte)(value >> shift),
            _ => (ushort)(value >> shift),
        };
    }

    private static ulong Pair(uint value, uint flag) => value | ((ulong)flag << 32);

    private static ulong Halves(ulong low, ulong high) => Pair((ushort)low | ((uint)high << 16), (uint)((low | high) >> 32));

    private static long Clamp(long value, ref uint saturated)
    {
        long result = Math.Clamp(value, int.MinValue, int.MaxValue);
        if (result != value) saturated = 1;
        return result;
    }
}
