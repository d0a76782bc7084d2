using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>Watches which bytes of the arena a program touches and how deep its stack grows.</summary>
internal sealed class MemoryMeter : IExecutionObserver
{
    private readonly uint arenaStart;
    private readonly bool[] touched;
    private readonly uint stackLimit;
    private readonly uint stackTop;
    private uint lowestStackWrite;

    /// <summary>Watches an arena and a stack.</summary>
    /// <param name="arenaStart">First address of the arena.</param>
    /// <param name="arenaBytes">Its size.</param>
    /// <param name="stackLimit">First address of the stack area.</param>
    /// <param name="stackTop">The initial stack pointer.</param>
    public MemoryMeter(uint arenaStart, int arenaBytes, uint stackLimit, uint stackTop)
    {
        this.arenaStart = arenaStart;
        this.stackLimit = stackLimit;
        this.stackTop = stackTop;
        lowestStackWrite = stackTop;
        touched = new bool[arenaBytes];
    }

    /// <summary>Bytes of the arena that were read or written.</summary>
    public int ArenaTouchedBytes => touched.Count(t => t);

    /// <summary>Bytes from the initial stack pointer to the lowest stack address written.</summary>
    public uint StackBytes => stackTop - lowestStackWrite;

    /// <summary>Marks bytes of the arena that the harness itself reads or writes (inputs and outputs).</summary>
    public void Touch(uint address, int bytes) => touched.AsSpan((int)(address - arenaStart), bytes).Fill(true);

    /// <inheritdoc/>
    public void Observe(ReadOnlySpan<ulong> events)
    {
        foreach (ulong bits in events)
        {
            var e = new ExecutionEvent(bits);
            if (e.Kind is ExecutionEventKind.Read or ExecutionEventKind.Write) Access(e);
        }
    }

    private void Access(ExecutionEvent e)
    {
        uint offset = e.Address - arenaStart;
        if (offset < touched.Length)
            touched.AsSpan((int)offset, Math.Min(e.Size, touched.Length - (int)offset)).Fill(true);
        else if (e.Kind == ExecutionEventKind.Write && e.Address >= stackLimit && e.Address < lowestStackWrite)
            lowestStackWrite = e.Address;
    }
}
