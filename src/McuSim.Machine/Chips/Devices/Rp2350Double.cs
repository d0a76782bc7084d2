using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// RP2350's coprocessor for double precision, as the sequences of the Pico SDK use it: they write operands, let the core and the coprocessor work on parts of them, and read a result. Here the result comes from
/// the operands, rounded to nearest; parts read zero. Subnormal numbers are kept. Source: RP2350 datasheet, section 3.6.2 (instructions).
/// </summary>
internal sealed class Rp2350Double : ICoprocessor
{
    private const uint Negative = 0x8000_0000, Zero = 0x4000_0000, Carry = 0x2000_0000, Unordered = 0x1000_0000;

    private State state;

    /// <summary>Back to the state after power-on.</summary>
    internal void Reset() => state = default;

    /// <summary>Its state.</summary>
    internal object Capture() => state;

    /// <summary>Back to a captured state.</summary>
    internal void Restore(object captured) => state = (State)captured;

    /// <inheritdoc/>
    public bool Operate(int operation, int register, int option)
    {
        if ((operation, register) is not ((0 or 1 or 2, 0 or 1) or (8, 0 or 2)))
            return false;
        state.IsEngaged = (operation, register) != (0, 0);
        if ((operation, register) == (8, 0)) state.Rounds = option == 3;
        return true;
    }

    /// <inheritdoc/>
    public bool Write(int operation, int register, uint first, uint? second)
    {
        double wide = BitConverter.UInt64BitsToDouble(first | ((ulong)second.GetValueOrDefault() << 32));
        float x = BitConverter.UInt32BitsToSingle(first), y = BitConverter.UInt32BitsToSingle(second.GetValueOrDefault());
        state.IsEngaged = true;
        switch ((operation, register))
        {
            case (0 or 1, 0): state.X = wide; break;
            case (0 or 1, 1): state.Y = wide; break;
            case (0, 2): (state.Rounds, state.IsEngaged) = ((first & 1) != 0, (first & 2) != 0); break;
            case (1, 2): (state.X, state.Y) = (x, y); break;
            case (6, 0): (state.X, state.Y) = (first, 0); break;
            case (7, 0): (state.X, state.Y) = ((int)first, 0); break;
            case (8, 0): (state.X, state.Y) = (wide, 0); break;
            case (9, 2): (state.X, state.Y) = (x, 0); break;
            case (2 or 3 or 4 or 5 or 10 or 11 or 12, 0): break; // parts of a result
            default: return false;
        }

        return second is not null;
    }

    /// <inheritdoc/>
    public ulong? Read(int operation, int register, int option, bool isPair, bool peeks)
    {
        ulong? value = isPair ? Pair(operation, register) : operation == 0 ? Single(register, option) : null;
        if (!peeks && value is not null && (register is 0 or 2 or 3 or 10)) state.IsEngaged = false;
        return value;
    }

    private ulong? Pair(int operation, int register) => (operation, register) switch
    {
        (1, 0) => BitConverter.DoubleToUInt64Bits(state.X + state.Y),
        (3, 0) => BitConverter.DoubleToUInt64Bits(state.X - state.Y),
        (5, 0) => BitConverter.DoubleToUInt64Bits(state.X * state.Y),
        (7, 0) => BitConverter.DoubleToUInt64Bits(state.X / state.Y),
        (9, 0) => BitConverter.DoubleToUInt64Bits(Math.Sqrt(state.X)),
        (11, 0) or (0, 8) => BitConverter.DoubleToUInt64Bits(state.X),
        (0, 9) => BitConverter.DoubleToUInt64Bits(state.Y),
        (0, 10) => (state.Rounds ? 1u : 0) | (state.IsEngaged ? 2u : 0),
        (_, 1 or 4 or 5) => 0,
        _ => null,
    };

    private uint? Single(int register, int option) => (register, option) switch
    {
        (0, 1) => Compared,
        (2, 0) => Bits(state.X + state.Y),
        (2, 1) => Bits(state.X - state.Y),
        (2, 2) => Bits(state.X * state.Y),
        (2, 3) => Bits(state.X / state.Y),
        (2, 4) => Bits(Math.Sqrt(state.X)),
        (2, 5) => Bits(state.X),
        (3, 0) => (uint)(int)Math.Clamp(Whole, int.MinValue, int.MaxValue),
        (3, 1) => (uint)Math.Clamp(Whole, 0, uint.MaxValue),
        _ => null,
    };

    private double Whole => double.IsNaN(state.X) ? 0 : state.Rounds ? Math.Round(state.X) : Math.Truncate(state.X);

    /// <summary>The flags of a comparison; the highest bit tells that a sequence has begun and its result was not read.</summary>
    private uint Compared =>
        (state.IsEngaged ? Negative : 0) | (state.X == state.Y ? Zero : 0) | (state.X >= state.Y ? Carry : 0) | (double.IsNaN(state.X) || double.IsNaN(state.Y) ? Unordered : 0);

    private static uint Bits(double value) => BitConverter.SingleToUInt32Bits((float)value);

    private struct State
    {
        internal double X, Y;
        internal bool IsEngaged, Rounds;
    }
}
