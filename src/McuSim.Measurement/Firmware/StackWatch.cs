using McuSim.Boards;

namespace McuSim.Measurement;

/// <summary>
/// Follows the main stack pointer through the addresses that PUSH instructions write, and keeps the lowest address written at or above it. So
/// writes to a heap below the stack are told from writes to the stack without asking the engine for registers.
/// </summary>
internal sealed class StackWatch
{
    private readonly uint top;
    private readonly uint floor;
    private bool expectsPush;
    private uint lowers;

    /// <summary>Watches a stack.</summary>
    /// <param name="region">The memory that it lies in; null where there is none.</param>
    /// <param name="top">The initial stack pointer.</param>
    public StackWatch(MemoryRegion? region, uint top)
    {
        this.top = top;
        floor = region?.Start ?? top;
        (Pointer, Lowest) = (top, top);
    }

    /// <summary>The stack pointer, as far as it is known.</summary>
    public uint Pointer { get; set; }

    /// <summary>The lowest address written.</summary>
    public uint Lowest { get; private set; }

    /// <summary>Bytes from the initial stack pointer to <see cref="Lowest"/>.</summary>
    public uint Bytes => top - Lowest;

    /// <summary>Whether a write could be the deepest without the stack pointer moving before.</summary>
    public bool MayDeepen => Pointer < Lowest;

    /// <summary>A block begins.</summary>
    /// <param name="block">The block.</param>
    /// <param name="isEntry">Whether it is the first of a called function.</param>
    public void Begin(CodeBlock block, bool isEntry)
    {
        expectsPush = block.BeginsWithPush;
        lowers = block.Lowers;
        if (!expectsPush && isEntry) Pointer -= lowers;
    }

    /// <summary>Memory is written. Gives whether the stack is deeper than ever.</summary>
    public bool Write(uint address)
    {
        if (expectsPush)
        {
            expectsPush = false;
            Pointer = address - lowers;
        }
        else if (address < Pointer)
        {
            return false;
        }

        if (address >= Lowest || address < floor) return false;
        Lowest = address;
        return true;
    }
}
