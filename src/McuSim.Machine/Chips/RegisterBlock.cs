using System.Collections.Immutable;
using McuSim.Boards;

namespace McuSim.Machine.Chips;

/// <summary>A peripheral that only keeps its registers, by the rules of the chip file.</summary>
internal sealed class RegisterBlock : WordDevice
{
    private const uint AliasSize = 0x1000;

    private readonly ChipPeripheral peripheral;
    private readonly UnknownRegisters unknown;
    private readonly Dictionary<uint, ChipRegister> rules;
    private Dictionary<uint, uint> words = [];

    internal RegisterBlock(ChipPeripheral peripheral, UnknownRegisters unknown)
    {
        this.peripheral = peripheral;
        this.unknown = unknown;
        rules = peripheral.Registers.DistinctBy(r => r.Offset).ToDictionary(r => r.Offset);
        words = rules.Values.ToDictionary(r => r.Offset, r => r.Reset);
    }

    /// <summary>Told after every write, with the register's offset and what it held before; or null.</summary>
    internal Action<uint, uint>? Written { get; init; }

    /// <summary>A register's value as the program would read it; nothing is counted.</summary>
    internal uint Peek(uint offset) => rules.TryGetValue(offset, out ChipRegister? rule) ? Value(rule) : Kept(offset);

    /// <summary>A register as it was written, whatever the rules.</summary>
    internal uint Raw(uint offset) => words.GetValueOrDefault(offset);

    /// <summary>Sets a register, whatever the rules.</summary>
    internal void Poke(uint offset, uint value) => words[offset] = value;

    /// <summary>Writes bits of a register as the program would.</summary>
    internal void WriteBits(uint offset, uint value, uint mask) => WriteWord(offset, value, mask);

    /// <summary>Whether it is a memory of settings, which only power-on brings back to what the image stores.</summary>
    internal bool IsSettings => peripheral.Fill is not null;

    /// <summary>What the image stores in the peripheral, by offset: settings that a programmer writes with the program.</summary>
    internal IReadOnlyDictionary<uint, uint> Stored { get; init; } = ImmutableDictionary<uint, uint>.Empty;

    /// <inheritdoc/>
    public override void Reset()
    {
        words = rules.Values.ToDictionary(r => r.Offset, r => r.Reset);
        foreach ((uint offset, uint value) in Stored) words[offset] = value;
    }

    /// <inheritdoc/>
    public override object Capture() => new Dictionary<uint, uint>(words);

    /// <inheritdoc/>
    public override void Restore(object state) => words = new Dictionary<uint, uint>((Dictionary<uint, uint>)state);

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (peripheral.AtomicAliases)
            offset %= AliasSize;
        if (rules.TryGetValue(offset, out ChipRegister? rule))
            return Value(rule);
        return peripheral.Plain ? Kept(offset) : unknown.Read(peripheral.Start + offset);
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        if (peripheral.AtomicAliases && offset >= AliasSize)
            (offset, value, mask) = Atomic(offset, value, mask);
        if (rules.GetValueOrDefault(offset)?.Door is { } door)
        {
            uint bits = value & mask;
            WriteWord(door.Offset, door.Kind switch { DoorKind.Set => uint.MaxValue, DoorKind.Clear => 0, _ => ~Peek(door.Offset) }, bits);
            return;
        }

        uint old = words.GetValueOrDefault(offset);
        if (rules.TryGetValue(offset, out ChipRegister? rule))
        {
            uint kept = Merge(old, value, mask & ~rule.ReadOnly & ~rule.WriteOneClears);
            words[offset] = kept & ~(value & mask & rule.WriteOneClears);
            if (rule.Entries is { } entries) WriteEntry(offset, entries, old, mask);
        }
        else if (peripheral.Plain)
            words[offset] = Merge(Kept(offset), value, mask);
        else
            unknown.Write(peripheral.Start + offset, value, mask);
        Written?.Invoke(offset, old);
    }

    /// <summary>Sets the entry that a register names; a write of the name alone shows it in the register instead.</summary>
    private void WriteEntry(uint offset, RegisterEntries entries, uint old, uint mask)
    {
        uint at = entries.First + (4 * (words[offset] & entries.Number));
        if ((mask & ~0xFFu) == 0 && words[offset] != old) words[offset] = words.GetValueOrDefault(at) | (words[offset] & entries.Number);
        else words[at] = words[offset];
    }

    /// <summary>What a write to an alias does to the register itself (RP2040 datasheet, 2.1.2).</summary>
    private (uint Offset, uint Value, uint Mask) Atomic(uint offset, uint value, uint mask)
    {
        uint register = offset % AliasSize, bits = value & mask;
        return (offset / AliasSize) switch
        {
            1 => (register, Peek(register) ^ bits, bits),
            2 => (register, uint.MaxValue, bits),
            _ => (register, 0, bits),
        };
    }

    private uint Kept(uint offset) => words.GetValueOrDefault(offset, peripheral.Fill ?? 0);

    private uint Value(ChipRegister rule)
    {
        if (rule.Door is { } door)
            return Peek(door.Offset);
        uint value = words.GetValueOrDefault(rule.Offset);
        foreach (FollowRule follow in rule.Follow)
        {
            uint source = follow.From.Of(words.GetValueOrDefault(follow.From.Address - peripheral.Start));
            value = Merge(value, follow.Of(source) << follow.To.Shift, follow.To.Mask);
        }

        return (value | rule.Ones) & ~rule.Zeros;
    }
}
