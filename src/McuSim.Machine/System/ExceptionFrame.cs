using System.Buffers.Binary;
using McuSim.Machine.Engine;
using McuSim.Machine.Memory;

namespace McuSim.Machine.System;

/// <summary>
/// The registers that the core saves on the stack: 8 words, or 26 with the FPU's (DDI 0403E, B1.5.6 to B1.5.8). The FPU's registers are
/// stored at once even where the core would do it lazily: the frame holds the same whenever a program may look at it.
/// </summary>
internal sealed unsafe class ExceptionFrame(UnicornEngine engine, MemoryMap memory)
{
    private const uint BasicBytes = 0x20, ExtendedBytes = 0x68;
    private const int BasicWords = 8, FloatRegisters = 16;
    private const uint Padded = 1u << 9;

    private static readonly UnicornRegister[] Saved =
        [UnicornRegister.R0, UnicornRegister.R0 + 1, UnicornRegister.R0 + 2, UnicornRegister.R0 + 3, UnicornRegister.R0 + 12, UnicornRegister.Lr];

    /// <summary>Pushes a frame; gives the new stack pointer, or null when memory does not take it.</summary>
    internal uint? Push(uint stackPointer, CoreState core, uint returnAddress, bool extended)
    {
        uint frame = (stackPointer - (extended ? ExtendedBytes : BasicBytes)) & ~4u;
        uint padding = (stackPointer & 4) != 0 ? Padded : 0;
        Span<uint> words = stackalloc uint[BasicWords + FloatRegisters + 2];
        words.Clear();
        for (int i = 0; i < Saved.Length; i++)
            words[i] = engine.ReadRegister(Saved[i]);
        words[6] = returnAddress;
        words[7] = (core.Xpsr & ~Padded) | CoreState.Thumb | padding;
        if (extended)
        {
            for (int i = 0; i < FloatRegisters; i++)
                words[BasicWords + i] = engine.ReadRegister(UnicornRegister.S0 + i);
            words[BasicWords + FloatRegisters] = engine.ReadRegister(UnicornRegister.Fpscr);
        }

        int count = extended ? words.Length : BasicWords;
        for (int i = 0; i < count; i++)
        {
            if (!TryWrite(frame + (4 * (uint)i), words[i]))
                return null;
        }

        return frame;
    }

    /// <summary>Pops a frame into the registers; null when memory does not hold it.</summary>
    internal PoppedFrame? Pop(uint frame, bool extended)
    {
        Span<uint> words = stackalloc uint[BasicWords + FloatRegisters + 2];
        int count = extended ? words.Length : BasicWords;
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(frame + (4 * (uint)i), out words[i]))
                return null;
        }

        for (int i = 0; i < Saved.Length; i++)
            engine.WriteRegister(Saved[i], words[i]);
        if (extended)
        {
            for (int i = 0; i < FloatRegisters; i++)
                engine.WriteRegister(UnicornRegister.S0 + i, words[BasicWords + i]);
            engine.WriteRegister(UnicornRegister.Fpscr, words[BasicWords + FloatRegisters]);
        }

        uint stackPointer = (frame + (extended ? ExtendedBytes : BasicBytes)) | ((words[7] & Padded) != 0 ? 4u : 0);
        return new PoppedFrame(words[6] & ~1u, words[7] & ~Padded, stackPointer);
    }

    internal bool TryRead(uint address, out uint value)
    {
        value = 0;
        if (memory.Find(address, 4) is not { } region)
            return false;
        value = BinaryPrimitives.ReadUInt32LittleEndian(region.Span(address, 4));
        return true;
    }

    private bool TryWrite(uint address, uint value)
    {
        if (memory.Find(address, 4) is not { Region.Writable: true } region)
            return false;
        BinaryPrimitives.WriteUInt32LittleEndian(region.Span(address, 4), value);
        return true;
    }
}

/// <summary>What a frame said of the code to go back to.</summary>
/// <param name="ProgramCounter">Where it goes on.</param>
/// <param name="Xpsr">Its flags, IT state and exception number.</param>
/// <param name="StackPointer">The stack pointer before the exception.</param>
internal readonly record struct PoppedFrame(uint ProgramCounter, uint Xpsr, uint StackPointer);
