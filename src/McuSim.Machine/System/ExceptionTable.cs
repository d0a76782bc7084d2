using System.Numerics;

namespace McuSim.Machine.System;

/// <summary>
/// What is enabled, pending and active, and with which priority: the part of the interrupt controller that decides (DDI 0403E, B1.5.2 to B1.5.4).
/// Lower numbers are more urgent.
/// </summary>
internal sealed class ExceptionTable(int priorityBits)
{
    /// <summary>The priority of code that no exception interrupted.</summary>
    internal const int ThreadPriority = 256;

    private const int Words = ExceptionNumber.Count / 64;

    private State state = new();

    /// <summary>The priority bits that exist: the upper ones of a byte.</summary>
    internal byte PriorityMask { get; } = (byte)(0xFF << (8 - priorityBits));

    /// <summary>AIRCR.PRIGROUP: bits above this one decide about preemption.</summary>
    internal int PriorityGroup { get => state.PriorityGroup; set => state.PriorityGroup = value; }

    /// <summary>Whether any exception is pending and enabled.</summary>
    internal bool IsAnyPending => NextPending() != 0;

    /// <summary>How many exceptions are active.</summary>
    internal int ActiveCount => state.Active.Sum(BitOperations.PopCount);

    internal bool IsEnabled(int number) => Get(state.Enabled, number);

    internal bool IsPending(int number) => Get(state.Pending, number);

    internal bool IsActive(int number) => Get(state.Active, number);

    internal void Enable(int number, bool on) => Set(state.Enabled, number, on);

    /// <summary>Sets or clears a pending bit. A line that is still asserted stays pending.</summary>
    internal void Pend(int number, bool on) => Set(state.Pending, number, on || Get(state.Level, number));

    internal byte Priority(int number) => state.Priorities[number];

    internal void SetPriority(int number, byte priority) => state.Priorities[number] = (byte)(priority & PriorityMask);

    /// <summary>A device's interrupt line changes its level.</summary>
    internal void SetLevel(int number, bool asserted)
    {
        if (asserted && !Get(state.Level, number))
            Set(state.Pending, number, true);
        Set(state.Level, number, asserted);
    }

    /// <summary>The exception is taken.</summary>
    internal void Activate(int number)
    {
        Set(state.Pending, number, false);
        Set(state.Active, number, true);
    }

    /// <summary>Its handler has returned. A line that is still asserted is pending again.</summary>
    internal void Deactivate(int number)
    {
        Set(state.Active, number, false);
        if (Get(state.Level, number))
            Set(state.Pending, number, true);
    }

    /// <summary>The most urgent exception that is pending and enabled, or 0.</summary>
    internal int NextPending()
    {
        int best = 0, bestPriority = int.MaxValue;
        for (int word = 0; word < Words; word++)
        {
            for (ulong bits = state.Pending[word] & state.Enabled[word]; bits != 0; bits &= bits - 1)
            {
                int number = (word * 64) + BitOperations.TrailingZeroCount(bits);
                if (FullPriority(number) >= bestPriority)
                    continue;
                best = number;
                bestPriority = FullPriority(number);
            }
        }

        return best;
    }

    /// <summary>The priority that decides about preemption.</summary>
    internal int GroupPriority(int number) => Group(FullPriority(number));

    /// <summary>The current priority of execution: the most urgent of the active exceptions and of the masks.</summary>
    internal int ExecutionPriority(ExceptionMasks masks)
    {
        int priority = ThreadPriority;
        for (int word = 0; word < Words; word++)
        {
            for (ulong bits = state.Active[word]; bits != 0; bits &= bits - 1)
                priority = Math.Min(priority, GroupPriority((word * 64) + BitOperations.TrailingZeroCount(bits)));
        }

        if ((masks.BasePriority & PriorityMask) != 0) priority = Math.Min(priority, Group((int)masks.BasePriority & PriorityMask));
        if (masks.PriMask) priority = Math.Min(priority, 0);
        return masks.FaultMask ? Math.Min(priority, -1) : priority;
    }

    internal void Reset() => state = new State();

    internal object Capture() => state.Copy();

    internal void Restore(object captured) => state = ((State)captured).Copy();

    private static bool Get(ulong[] bits, int number) => (bits[number >> 6] >> (number & 63) & 1) != 0;

    private static void Set(ulong[] bits, int number, bool on)
    {
        ulong bit = 1ul << (number & 63);
        bits[number >> 6] = on ? bits[number >> 6] | bit : bits[number >> 6] & ~bit;
    }

    private int FullPriority(int number) => number switch
    {
        ExceptionNumber.Nmi => -2,
        ExceptionNumber.HardFault => -1,
        _ => state.Priorities[number],
    };

    private int Group(int priority) => priority < 0 ? priority : priority & ~((2 << PriorityGroup) - 1);

    private sealed class State
    {
        internal ulong[] Enabled { get; private init; } = [0xFFFF, 0, 0, 0]; // the system exceptions always are

        internal ulong[] Pending { get; private init; } = new ulong[Words];

        internal ulong[] Active { get; private init; } = new ulong[Words];

        internal ulong[] Level { get; private init; } = new ulong[Words];

        internal byte[] Priorities { get; private init; } = new byte[ExceptionNumber.Count];

        internal int PriorityGroup { get; set; }

        internal State Copy() => new()
        {
            Enabled = [.. Enabled],
            Pending = [.. Pending],
            Active = [.. Active],
            Level = [.. Level],
            Priorities = [.. Priorities],
            PriorityGroup = PriorityGroup,
        };
    }
}

/// <summary>The core's mask registers.</summary>
/// <param name="PriMask">PRIMASK: only NMI and HardFault are taken.</param>
/// <param name="FaultMask">FAULTMASK: only NMI is taken.</param>
/// <param name="BasePriority">BASEPRI: exceptions of this priority or a less urgent one wait; 0 for none.</param>
internal readonly record struct ExceptionMasks(bool PriMask, bool FaultMask, uint BasePriority)
{
    /// <summary>As WFI sees them: it also wakes for what PRIMASK keeps from being taken.</summary>
    internal ExceptionMasks WithoutPriMask => this with { PriMask = false };
}
