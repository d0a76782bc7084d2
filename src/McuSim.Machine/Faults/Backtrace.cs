using System.Buffers.Binary;
using System.Collections.Immutable;
using McuSim.Machine.Execution;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Faults;

/// <summary>Guesses the callers of a function from the link register and the stack: words that point behind a call instruction.</summary>
internal static class Backtrace
{
    private const int MostFrames = 32;
    private const int MostWords = 4096;

    internal static ImmutableArray<BacktraceFrame> Scan(MemoryMap memory, SymbolTable symbols, uint stackPointer, uint linkRegister)
    {
        List<BacktraceFrame> frames = [];
        bool linkMayBeSaved = IsReturnAddress(memory, linkRegister);
        if (linkMayBeSaved)
            frames.Add(Frame(symbols, linkRegister));
        uint address = stackPointer & ~3u;
        Span<byte> word = stackalloc byte[4];
        for (int i = 0; i < MostWords && frames.Count < MostFrames && memory.TryRead(address, word); i++, address += 4)
        {
            uint value = BinaryPrimitives.ReadUInt32LittleEndian(word);
            if (!IsReturnAddress(memory, value))
                continue;
            // The function that faulted may have saved the link register already: it is one caller, not two.
            if (!linkMayBeSaved || value != linkRegister)
                frames.Add(Frame(symbols, value));
            linkMayBeSaved = false;
        }

        return [.. frames];
    }

    private static bool IsReturnAddress(MemoryMap memory, uint value)
    {
        if ((value & 1) == 0 || value < 4)
            return false;
        uint address = value & ~1u;
        if (memory.Find(address - 4, 4) is not { Region.Executable: true } region)
            return false;
        return ThumbCode.EndsWithCall(region.Span(address - 4, 4));
    }

    private static BacktraceFrame Frame(SymbolTable symbols, uint value) => new(value & ~1u, symbols.Find((value & ~1u) - 2));
}
