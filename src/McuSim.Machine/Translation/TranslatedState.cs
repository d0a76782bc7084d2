using System.Runtime.InteropServices;

namespace McuSim.Machine.Translation;

/// <summary>Why translated code returned.</summary>
internal enum TranslatedExit
{
    /// <summary>It goes on at a block that is not part of the region.</summary>
    Jump = 0,

    /// <summary>A block may not begin before limits and interrupts were looked at, or the ring emptied.</summary>
    Look = 1,

    /// <summary>An instruction inside a block that has begun needs the engine.</summary>
    Inside = 2,

    /// <summary>The engine goes on at a block that begins inside an IT block.</summary>
    InsideIfThen = 3,
}

/// <summary>What translated code works on. It lies outside the managed heap; a region's code has no other address built in, so that machines can share it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TranslatedState
{
    /// <summary>R0 to R14; [15] is the block or instruction at which execution goes on.</summary>
    internal fixed uint Registers[16];

    /// <summary>Bit 31 is APSR.N.</summary>
    internal uint Negative;

    /// <summary>APSR.Z is set when this is 0.</summary>
    internal uint NotZero;

    /// <summary>APSR.C, 0 or 1.</summary>
    internal uint Carry;

    /// <summary>Bit 31 is APSR.V.</summary>
    internal uint Overflow;

    /// <summary>APSR.Q is set when this is not 0.</summary>
    internal uint Saturated;

    /// <summary>APSR.GE, 4 bits.</summary>
    internal uint GreaterOrEqual;

    /// <summary>S0 to S31, when a region uses them.</summary>
    internal fixed uint Singles[32];

    /// <summary>FPSCR, then too.</summary>
    internal uint FloatStatus;

    /// <summary>ITSTATE of the instruction at which execution goes on.</summary>
    internal uint IfThen;

    /// <summary>The number of the block in the region at which to begin.</summary>
    internal uint Entry;

    /// <summary>1 when the first block has been looked at, so that it begins although <see cref="BytesLeft"/> says otherwise.</summary>
    internal uint Pass;

    /// <summary>Where the next event goes.</summary>
    internal ulong* Events;

    /// <summary>No block begins when <see cref="Events"/> has reached this.</summary>
    internal ulong* Limit;

    /// <summary><see cref="Execution.HookState.BytesLeft"/>.</summary>
    internal long BytesLeft;

    /// <summary>Of every page that may be read: the host's byte of address 0, if there were one. Else 0.</summary>
    internal nint* Readable;

    /// <summary>The same of every page that may be written and holds no code.</summary>
    internal nint* Writable;
}

/// <summary>A region's code.</summary>
internal unsafe delegate int TranslatedCode(TranslatedState* state);
