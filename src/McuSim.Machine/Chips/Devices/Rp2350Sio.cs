using System.Numerics;
using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// RP2350's single-cycle input and output as core 0 sees it: outputs, spin locks, the platform timer's count; and its GPIO coprocessor, which reaches the same outputs.
/// Source: RP2350 datasheet, sections 3.1.11 (registers) and 3.6.1 (coprocessor).
/// </summary>
/// <param name="changed">Told the number and the new level of a pin whose output changes; null for nobody.</param>
/// <param name="host">Time.</param>
internal sealed class Rp2350Sio(Action<int, bool>? changed, IDeviceHost host) : WordDevice, IPort, ICoprocessor
{
    private const uint Input = 0x04, Out = 0x10, OutEnable = 0x30, AfterEnable = 0x50, FifoStatus = 0x50, LockState = 0x5C, FirstLock = 0x100, LastLock = 0x17C, Count = 0x1B0, FifoReady = 2;
    private const uint Set = 8, Clear = 16, Toggle = 24;

    private Dictionary<uint, uint> words = [];
    private readonly Rp2350Double doubles = new();
    private uint outside;

    /// <inheritdoc/>
    public override void Reset()
    {
        words.Clear();
        doubles.Reset();
    }

    /// <summary>The coprocessor with a number: this one's for pins is 0, the one for double precision 4.</summary>
    internal ICoprocessor? Coprocessor(int number) => number switch { 0 => this, 4 => doubles, _ => null };

    /// <inheritdoc/>
    public override object Capture() => (new Dictionary<uint, uint>(words), outside, doubles.Capture());

    /// <inheritdoc/>
    public override void Restore(object state)
    {
        (Dictionary<uint, uint> saved, outside, object captured) = ((Dictionary<uint, uint>, uint, object))state;
        doubles.Restore(captured);
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
    public bool Write(int operation, int register, uint first, uint? second)
    {
        if (register is not (0 or 1 or 4 or 5) || operation > 11)
            return false;
        uint group = register < 4 ? Out : OutEnable, bank = 4 * (uint)(register & 1);
        if (operation >= 8) (bank, second) = (4 * (second.GetValueOrDefault() & 1), null);
        bool isBit = operation is >= 4 and < 8;
        uint bits = isBit ? 1u << (int)(first & 31) : first;
        if (isBit) bank = 4 * (first >> 5 & 1);
        uint door = (operation & 3) switch { 0 => 0u, 1 => Toggle, 2 => Set, _ => Clear };
        if (isBit && door == 0) door = second.GetValueOrDefault() != 0 ? Set : Clear;
        else if (isBit && second == 0)
            return true;
        WriteWord(group + bank + door, bits, uint.MaxValue);
        if (!isBit && operation < 4 && second is { } high) WriteWord(group + 4 + door, high, uint.MaxValue);
        return true;
    }

    /// <inheritdoc/>
    public bool Operate(int operation, int register, int option) => false;

    /// <inheritdoc/>
    public ulong? Read(int operation, int register, int option, bool isPair, bool peeks) => operation != 0 ? null : register switch
    {
        0 or 1 => Pair(Out, register),
        4 or 5 => Pair(OutEnable, register - 4),
        8 or 9 => Pair(Input, register - 8),
        _ => null,
    };

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset) => offset switch
    {
        0 => 0, // the number of the core
        Input => (words.GetValueOrDefault(Out) & words.GetValueOrDefault(OutEnable)) | (outside & ~words.GetValueOrDefault(OutEnable)),
        Input + 4 => words.GetValueOrDefault(Out + 4) & words.GetValueOrDefault(OutEnable + 4),
        >= Out and < AfterEnable => words.GetValueOrDefault((offset & ~0x18u) | (offset >= OutEnable ? OutEnable : Out)),
        FifoStatus => FifoReady,
        Count => (uint)host.Now,
        Count + 4 => (uint)(host.Now >> 32),
        >= FirstLock and <= LastLock => Claim((int)(offset - FirstLock) / 4),
        _ => words.GetValueOrDefault(offset),
    };

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        value &= mask;
        if (offset is >= Out and < AfterEnable)
        {
            uint group = offset >= OutEnable ? OutEnable : Out, register = group + (offset & 4), old = words.GetValueOrDefault(register);
            words[register] = ((offset - group) & ~4u) switch { Set => old | value, Clear => old & ~value, Toggle => old ^ value, _ => value };
            for (uint left = changed is null || group != Out ? 0 : old ^ words[register]; left != 0; left &= left - 1)
                changed!(BitOperations.TrailingZeroCount(left) + (8 * (int)(offset & 4)), (words[register] & left & (0 - left)) != 0);
        }
        else if (offset is >= FirstLock and <= LastLock)
            words[LockState] = words.GetValueOrDefault(LockState) & ~(1u << ((int)(offset - FirstLock) / 4));
        else
            words[offset] = value;
    }

    private ulong Pair(uint group, int bank) => bank != 0 ? ReadWord(group + 4) : ReadWord(group) | ((ulong)ReadWord(group + 4) << 32);

    private uint Claim(int number)
    {
        uint taken = words.GetValueOrDefault(LockState), bit = 1u << number;
        words[LockState] = taken | bit;
        return (taken & bit) != 0 ? 0 : bit;
    }
}
