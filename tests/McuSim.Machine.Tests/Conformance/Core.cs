using System.Numerics;

namespace McuSim.Tests.Machine.Conformance;

/// <summary>The registers that an instruction form may read and write, and the operations of the architecture's pseudocode (Arm DDI 0403E, D6 and A2.2).</summary>
internal sealed class Core
{
    internal const int Registers = 6, Singles = 8, MemoryWords = 16;

    /// <summary>R0 to R5.</summary>
    internal uint[] R { get; } = new uint[Registers];

    /// <summary>S0 to S7, which are D0 to D3.</summary>
    internal uint[] S { get; } = new uint[Singles];

    /// <summary>The memory around the address that memory forms get in R0.</summary>
    internal uint[] Memory { get; } = new uint[MemoryWords];

    /// <summary>The address of <see cref="Memory"/>.</summary>
    internal uint MemoryAddress { get; init; }

    internal bool N { get; set; }

    internal bool Z { get; set; }

    internal bool C { get; set; }

    internal bool V { get; set; }

    internal bool Q { get; set; }

    /// <summary>APSR.GE.</summary>
    internal uint Ge { get; set; }

    /// <summary>FPSCR.</summary>
    internal uint Fpscr { get; set; }

    internal uint Apsr
    {
        get => (N ? 1u << 31 : 0) | (Z ? 1u << 30 : 0) | (C ? 1u << 29 : 0) | (V ? 1u << 28 : 0) | (Q ? 1u << 27 : 0) | (Ge << 16);
        set => (N, Z, C, V, Q, Ge) = (value >> 31 != 0, (value >> 30 & 1) != 0, (value >> 29 & 1) != 0, (value >> 28 & 1) != 0, (value >> 27 & 1) != 0, value >> 16 & 15);
    }

    /// <summary>A word of <see cref="Memory"/>.</summary>
    internal ref uint Word(uint address) => ref Memory[(int)(address - MemoryAddress) / 4];

    internal double D(int number) => BitConverter.UInt64BitsToDouble(S[2 * number] | ((ulong)S[(2 * number) + 1] << 32));

    internal void SetD(int number, double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value);
        (S[2 * number], S[(2 * number) + 1]) = ((uint)bits, (uint)(bits >> 32));
    }

    /// <summary>SignedSat: the nearest value of so many bits; Q when that is another.</summary>
    internal int SignedSat(BigInteger value, int bits, bool setsQ = true)
    {
        BigInteger most = (BigInteger.One << (bits - 1)) - 1;
        BigInteger result = BigInteger.Max(BigInteger.Min(value, most), -most - 1);
        if (setsQ && result != value) Q = true;
        return (int)result;
    }

    /// <summary>UnsignedSat.</summary>
    internal uint UnsignedSat(BigInteger value, int bits, bool setsQ = true)
    {
        BigInteger result = BigInteger.Max(BigInteger.Min(value, (BigInteger.One << bits) - 1), 0);
        if (setsQ && result != value) Q = true;
        return (uint)result;
    }

    /// <summary>The result of an addition of integers that overflows into Q and wraps.</summary>
    internal uint WrapQ(BigInteger value)
    {
        if (value != Wrap(value)) Q = true;
        return (uint)Wrap(value);
    }

    /// <summary>The low 32 bits as a signed number.</summary>
    internal static int Wrap(BigInteger value) => unchecked((int)(uint)(value & uint.MaxValue));

    /// <summary>AddWithCarry, setting all flags.</summary>
    internal uint AddWithCarry(uint x, uint y, bool carry)
    {
        ulong unsigned = (ulong)x + y + (carry ? 1u : 0);
        long signed = (long)(int)x + (int)y + (carry ? 1 : 0);
        uint result = (uint)unsigned;
        (N, Z, C, V) = ((int)result < 0, result == 0, unsigned != result, signed != (int)result);
        return result;
    }

    /// <summary>Sets N and Z.</summary>
    internal uint Flags(uint result)
    {
        (N, Z) = ((int)result < 0, result == 0);
        return result;
    }

    /// <summary>Shift_C, for the types LSL, LSR, ASR, ROR (0 to 3) and RRX (4). Sets C.</summary>
    internal uint Shift(uint value, int type, int amount)
    {
        if (amount == 0) return value;
        if (type == 4)
        {
            uint rotated = (C ? 1u << 31 : 0) | (value >> 1);
            C = (value & 1) != 0;
            return rotated;
        }

        BigInteger wide = type == 2 ? (int)value : value;
        if (type == 0)
        {
            wide <<= amount;
            C = (wide >> 32 & 1) != 0;
            return (uint)(wide & uint.MaxValue);
        }

        if (type == 3)
        {
            uint rotated = BitOperations.RotateRight(value, amount & 31);
            C = rotated >> 31 != 0;
            return rotated;
        }

        C = (wide >> (amount - 1) & 1) != 0;
        return (uint)(wide >> amount & uint.MaxValue);
    }

    /// <summary>ConditionPassed (A7.3).</summary>
    internal bool Passes(int condition)
    {
        bool result = (condition >> 1) switch { 0 => Z, 1 => C, 2 => N, 3 => V, 4 => C && !Z, 5 => N == V, 6 => N == V && !Z, _ => true };
        return (condition & 1) != 0 && condition != 15 ? !result : result;
    }

    internal static int Half(uint value, int index) => (short)(value >> (16 * index));

    internal static int Byte(uint value, int index) => (sbyte)(value >> (8 * index));

    internal static uint UHalf(uint value, int index) => (ushort)(value >> (16 * index));

    internal static uint UByte(uint value, int index) => (byte)(value >> (8 * index));
}
