using System.Numerics;

namespace McuSim.Machine.Chips.Devices;

/// <summary>RP2040's single-cycle input and output as core 0 sees it: outputs, the divider, spin locks. Source: RP2040 datasheet, section 2.3.1.7.</summary>
/// <param name="changed">Told the number and the new level of a pin whose output changes; null for nobody.</param>
internal sealed class Rp2040Sio(Action<int, bool>? changed) : WordDevice, IPort
{
    private const uint CpuId = 0x00, Input = 0x04, Out = 0x10, OutEnable = 0x20, FifoStatus = 0x50, LockState = 0x5C;
    private const uint UnsignedDividend = 0x60, UnsignedDivisor = 0x64, SignedDividend = 0x68, SignedDivisor = 0x6C, Quotient = 0x70, Remainder = 0x74, DividerStatus = 0x78;
    private const uint FirstLock = 0x100, LastLock = 0x17C, FifoReady = 2, DividerReady = 1, DividerDirty = 2;

    private Dictionary<uint, uint> words = [];
    private uint outside;

    /// <inheritdoc/>
    public override void Reset() => words.Clear();

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), outside);

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, outside) = ((Dictionary<uint, uint>, uint))state;
        words = new Dictionary<uint, uint>(saved);
    }

    /// <inheritdoc/>
    public bool SetInput(int pin, bool isHigh)
    {
        uint before = outside;
        outside = isHigh ? outside | (1u << pin) : outside & ~(1u << pin);
        return before != outside;
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => offset switch
    {
        CpuId => 0,
        Input => (words.GetValueOrDefault(Out) & words.GetValueOrDefault(OutEnable)) | (outside & ~words.GetValueOrDefault(OutEnable)),
        FifoStatus => FifoReady,
        DividerStatus => words.GetValueOrDefault(DividerStatus) | DividerReady,
        Quotient => TakeQuotient(),
        >= FirstLock and <= LastLock => Claim((int)(offset - FirstLock) / 4),
        _ => words.GetValueOrDefault(offset),
    };

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        uint group = offset & ~0xFu, old = words.GetValueOrDefault(group);
        switch (offset)
        {
            case (>= Out and <= Out + 0xC) or (>= OutEnable and <= OutEnable + 0xC):
                words[group] = (offset - group) switch { 0 => value, 4 => old | value, 8 => old & ~value, _ => old ^ value };
                for (uint left = changed is null || group != Out ? 0 : old ^ words[group]; left != 0; left &= left - 1)
                    changed!(BitOperations.TrailingZeroCount(left), (words[group] & left & (0 - left)) != 0);
                break;
            case >= FirstLock and <= LastLock:
                words[LockState] = words.GetValueOrDefault(LockState) & ~(1u << ((int)(offset - FirstLock) / 4));
                break;
            case >= UnsignedDividend and <= SignedDivisor:
                words[offset & ~8u] = words[offset | 8] = value; // one pair of operands with two names
                Divide(offset is SignedDividend or SignedDivisor);
                words[DividerStatus] = DividerDirty;
                break;
            default:
                words[offset] = value;
                if (offset is Quotient or Remainder) words[DividerStatus] = DividerDirty; // an interrupt handler puts them back
                break;
        }
    }

    /// <summary>Who divides in an interrupt handler must save the divider while it is dirty: from the first operand until the quotient is read.</summary>
    private uint TakeQuotient()
    {
        words[DividerStatus] = 0;
        return words.GetValueOrDefault(Quotient);
    }

    private uint Claim(int number)
    {
        uint taken = words.GetValueOrDefault(LockState), bit = 1u << number;
        words[LockState] = taken | bit;
        return (taken & bit) != 0 ? 0 : bit;
    }

    private void Divide(bool signed)
    {
        uint dividend = words.GetValueOrDefault(UnsignedDividend), divisor = words.GetValueOrDefault(UnsignedDivisor);
        if (divisor == 0)
            (words[Quotient], words[Remainder]) = (signed && (int)dividend < 0 ? 1u : uint.MaxValue, dividend);
        else if (signed)
            (words[Quotient], words[Remainder]) = ((uint)((long)(int)dividend / (int)divisor), (uint)((long)(int)dividend % (int)divisor));
        else
            (words[Quotient], words[Remainder]) = (dividend / divisor, dividend % divisor);
    }
}
