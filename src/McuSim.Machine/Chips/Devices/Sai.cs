using McuSim.Machine.System;

namespace McuSim.Machine.Chips.Devices;

/// <summary>
/// An STM32 serial audio interface: two blocks, each a sender or a receiver. A receiver gets the sound of <see cref="MachineOptions.Sounds"/> at that sound's rate, whoever makes the clock;
/// without a sound a slave hears nothing (no clock), a master silence at 16 kHz. What is sent goes nowhere, at once. Source: ST RM0432, chapter 54 (register map).
/// </summary>
/// <param name="name">The interface's name; blocks add _A and _B.</param>
/// <param name="interrupt">Its line.</param>
/// <param name="sounds">What lines hear.</param>
/// <param name="host">Time and interrupts.</param>
/// <param name="coreHz">The core's clock.</param>
/// <param name="registers">Its registers.</param>
internal sealed class Sai(string name, int? interrupt, IReadOnlyList<SoundInput> sounds, IDeviceHost host, Func<double> coreHz, RegisterBlock registers)
    : RegisterDevice(registers), ITimedDevice, IDmaSource
{
    private const uint First = 0x04, BlockSize = 0x20, Control1 = 0x00, Slots = 0x0C, Enables = 0x10, Status = 0x14, Clear = 0x18, Data = 0x1C;
    private const uint Overrun = 1, Request = 8, On = 1 << 16, Mono = 1 << 12, Receives = 1, IsSlave = 2;
    private const ulong FifoWords = 8;
    private const int SilentRate = 16_000;

    private static readonly int[] DataBits = [16, 16, 8, 10, 16, 20, 24, 32];

    private readonly SoundInput?[] heard = [.. ((ReadOnlySpan<char>)['A', 'B']).ToArray().Select(b => sounds.FirstOrDefault(s => s.Port == $"{name}_{b}"))];
    private Block[] blocks = new Block[2];

    /// <inheritdoc/>
    public ulong NextEvent
    {
        get
        {
            ulong next = ulong.MaxValue;
            for (int i = 0; i < blocks.Length; i++)
            {
                if ((Of(i, Enables) & Request) != 0 && Listens(i) && NextWord(i) is var word && word > blocks[i].Looked) next = Math.Min(next, word);
            }

            return next;
        }
    }

    /// <inheritdoc/>
    public void Elapse(ulong now)
    {
        for (int i = 0; i < blocks.Length; i++) blocks[i].Looked = now;
        SetLine();
    }

    /// <inheritdoc/>
    public ulong ReadyAt(uint offset) =>
        offset < First || (offset - First) % BlockSize != Data || (offset - First) / BlockSize is not (< 2 and var block) ? 0 : Listens((int)block) ? NextWord((int)block) : ulong.MaxValue;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        blocks = new Block[2];
        SetLine();
    }

    /// <inheritdoc/>
    protected override object CaptureOwn() => blocks.ToArray();

    /// <inheritdoc/>
    protected override void RestoreOwn(object state)
    {
        blocks = [.. (Block[])state];
        SetLine();
    }

    /// <inheritdoc/>
    protected override uint ReadWord(uint offset)
    {
        if (offset < First)
            return base.ReadWord(offset);
        (int block, uint register) = ((int)((offset - First) / BlockSize), (offset - First) % BlockSize);
        if (block < 2 && register == Status)
            return Flags(block);
        if (block >= 2 || register != Data || !Listens(block))
            return base.ReadWord(offset);
        uint value = NextWord(block) <= host.Now ? Take(block) : 0;
        SetLine();
        return value;
    }

    /// <inheritdoc/>
    protected override void WriteWord(uint offset, uint value, uint mask)
    {
        (int block, uint register) = offset < First ? (2, 0u) : ((int)((offset - First) / BlockSize), (offset - First) % BlockSize);
        bool was = block < 2 && (Of(block, Control1) & On) != 0;
        base.WriteWord(offset, value, mask);
        if (block >= 2)
            return;
        if (register == Clear && (value & mask & Overrun) != 0) blocks[block].Lost = false;
        if (register == Control1 && !was && (Of(block, Control1) & On) != 0) Begin(block);
        SetLine();
    }

    private uint Of(int block, uint register) => Kept(First + (BlockSize * (uint)block) + register);

    private bool Listens(int block) => (Of(block, Control1) & (On | Receives)) == (On | Receives) && ((Of(block, Control1) & IsSlave) == 0 || heard[block] is not null);

    private int Rate(int block) => heard[block]?.Rate ?? SilentRate;

    /// <summary>Words at each moment: the line's slots, of which one channel of two is stored in mono.</summary>
    private uint Words(int block) => (Of(block, Control1) & Mono) != 0 ? 1 : (Of(block, Slots) >> 8 & 15) + 1;

    private void Begin(int block) => blocks[block] = new Block { Hz = coreHz(), Heard = blocks[block].Heard, Since = host.Now, Looked = host.Now };

    /// <summary>The cycle at which the next word is, or was, there.</summary>
    private ulong NextWord(int block)
    {
        ref Block b = ref blocks[block];
        return b.Since + (ulong)Math.Ceiling(Math.Max(0, b.Taken + 1 - b.Before) / PerCycle(block));
    }

    private double PerCycle(int block) => (double)Rate(block) * Words(block) / blocks[block].Hz;

    private uint Take(int block)
    {
        ref Block b = ref blocks[block];
        double came = b.Before + ((host.Now - b.Since) * PerCycle(block));
        if (came >= b.Taken + FifoWords + 1) (b.Lost, b.Taken) = (true, (ulong)came - FifoWords);
        int bits = DataBits[Of(block, Control1) >> 5 & 7];
        double sample = Sample(block, (long)(b.Heard / Words(block)));
        b.Taken++;
        b.Heard++;
        if (coreHz() is var hz && hz != b.Hz) (b.Before, b.Since, b.Hz) = (came, host.Now, hz);
        long most = 1L << (bits - 1);
        return (uint)(Math.Clamp((long)Math.Round(sample * most), -most, most - 1) & ((1L << bits) - 1));
    }

    private float Sample(int block, long index) => heard[block] is { } sound && index < sound.Samples.Length ? sound.Samples[index] : 0;

    private uint Flags(int block)
    {
        uint control = Of(block, Control1);
        bool asks = (control & On) != 0 && ((control & Receives) == 0 || (Listens(block) && NextWord(block) <= host.Now));
        return (asks ? Request : 0) | (asks && (control & Receives) != 0 ? 1u << 16 : 0) | (blocks[block].Lost ? Overrun : 0);
    }

    private void SetLine()
    {
        if (interrupt is { } line) host.SetInterrupt(line, (Flags(0) & Of(0, Enables)) != 0 || (Flags(1) & Of(1, Enables)) != 0);
    }

    private struct Block
    {
        internal double Hz, Before;
        internal ulong Since, Looked, Taken, Heard;
        internal bool Lost;
    }
}
