using System.Runtime.InteropServices;
using McuSim.Machine.Debugging;

namespace McuSim.Machine.Execution;

/// <summary>What the hooks touch while the engine runs. It lies outside the managed heap; nothing in it allocates.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct HookState
{
    /// <summary>Packed <see cref="ExecutionEvent"/>s.</summary>
    internal ulong* Events;

    /// <summary>How many there are.</summary>
    internal int Count;

    /// <summary>How many fit.</summary>
    internal int Capacity;

    /// <summary>Bytes of code that may still begin before <see cref="Executor.EnterBlock"/> must look at limits.</summary>
    internal long BytesLeft;

    /// <summary>The block address at which <see cref="Executor.EnterBlock"/> must look.</summary>
    internal uint Until;

    /// <summary>The exception number that the engine raised, or 0.</summary>
    internal uint Exception;

    /// <summary>The kind of the access that memory refused, or 0.</summary>
    internal Engine.UnicornAccess Refused;

    /// <summary>Its size in bytes.</summary>
    internal int RefusedSize;

    /// <summary>Its address.</summary>
    internal uint RefusedAddress;

    /// <summary>Parts of an unaligned read that the engine will still report.</summary>
    internal uint PartsLeft;

    /// <summary>The address of the next of them.</summary>
    internal uint NextPart;

    /// <summary>Bytes of each.</summary>
    internal uint PartSize;

    /// <summary>A weak handle of the <see cref="Executor"/>.</summary>
    internal nint Owner;

    /// <summary>What a debugger asked for; null without one.</summary>
    internal DebugState* Debug;

    /// <summary>The block at which the engine begins, although it may be translated. Odd for none.</summary>
    internal uint Direct;

    /// <summary>1 while the engine is to go on inside a block that has begun: it is no event, and does not count.</summary>
    internal uint Resumes;

    /// <summary><see cref="BytesLeft"/> meanwhile.</summary>
    internal long BytesLeftAfter;

    /// <summary>1 when a hook stopped the engine before a translated block.</summary>
    internal uint EntersTranslation;

    /// <summary>Of every page of the address space: 1 where stores are the hooks' (<see cref="StoreTarget"/>), 2 where a translated block begins, else 0.</summary>
    internal byte* Pages;
}

/// <summary>A writable memory whose stores the engine hands to the hooks.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StoreTarget
{
    /// <summary>The host's byte of address 0, if there were one.</summary>
    internal byte* Bias;

    /// <summary><see cref="HookState.Pages"/>.</summary>
    internal byte* Pages;
}
