using System.Runtime.CompilerServices;

namespace McuSim.Machine;

/// <summary>
/// One thing the program did, in 64 bits: a basic block began, or memory was read or written by the block that began last.
/// Accesses come in program order after their block's event. Bits 0 to 31 are the address, bits 32 to 47 the size in bytes,
/// bits 62 and 63 the kind; of an exception, bit 48 is set for a return and bit 49 for an entry by tail-chaining.
/// </summary>
/// <param name="Bits">The packed event.</param>
public readonly record struct ExecutionEvent(ulong Bits)
{
    private const int SizeShift = 32;
    private const int KindShift = 62;
    private const ulong ReturnFlag = 1ul << 48, TailChainFlag = 1ul << 49;

    /// <summary>What happened.</summary>
    public ExecutionEventKind Kind => (ExecutionEventKind)(Bits >> KindShift);

    /// <summary>First address of the block or of the access.</summary>
    public uint Address => (uint)Bits;

    /// <summary>Bytes of the block's code, or bytes accessed.</summary>
    public int Size => (int)(Bits >> SizeShift) & 0xFFFF;

    /// <summary>Of <see cref="ExecutionEventKind.Exception"/>: the core returned from it. Otherwise it took it.</summary>
    public bool IsReturn => (Bits & ReturnFlag) != 0;

    /// <summary>Of <see cref="ExecutionEventKind.Exception"/>: taken straight after another one, without saving registers.</summary>
    public bool IsTailChained => (Bits & TailChainFlag) != 0;

    /// <summary>Packs an exception's entry or return; the address is where execution goes on.</summary>
    internal static ulong PackException(int number, uint address, bool isReturn, bool isTailChained) =>
        Pack(ExecutionEventKind.Exception, address, (uint)number) | (isReturn ? ReturnFlag : 0) | (isTailChained ? TailChainFlag : 0);

    /// <summary>Packs an event.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Pack(ExecutionEventKind kind, uint address, uint size) =>
        ((ulong)kind << KindShift) | ((ulong)size << SizeShift) | address;
}

/// <summary>The kinds of <see cref="ExecutionEvent"/>.</summary>
public enum ExecutionEventKind
{
    /// <summary>A basic block begins to execute.</summary>
    Block = 0,

    /// <summary>Memory was read.</summary>
    Read = 1,

    /// <summary>Memory was written.</summary>
    Write = 2,

    /// <summary>Something the machine did between blocks: exception entry or return. Size holds the exception number. What the core saves and restores on the stack is no event of its own.</summary>
    Exception = 3,
}

/// <summary>Something that follows the execution: timing, coverage, memory high-water marks.</summary>
public interface IExecutionObserver
{
    /// <summary>Takes the next events, in order. A block's accesses may continue in the next call.</summary>
    /// <param name="events">Valid only during the call.</param>
    void Observe(ReadOnlySpan<ulong> events);
}
