using McuSim.Machine.Engine;
using McuSim.Machine.Execution;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Translation;

/// <summary>How translated code came to an end.</summary>
internal enum TranslatedEnd
{
    /// <summary>There was none at the program counter.</summary>
    None,

    /// <summary>The engine goes on at the beginning of a block.</summary>
    Engine,

    /// <summary>The engine goes on inside a block that has begun.</summary>
    InsideBlock,

    /// <summary>The run stops before a block, as <see cref="Executor.EnterBlock"/> decided.</summary>
    Stopped,
}

/// <summary>Runs translated code: moves the registers between the engine and the code, and goes from region to region.</summary>
internal sealed unsafe class TranslatedRun : IDisposable
{
    private const uint Negative = 1u << 31, Zero = 1u << 30, Saturated = 1u << 27, ConditionFlags = 0xF800_0000, GreaterOrEqual = 0xF_0000, IfThen = 0x0600_FC00;
    private const int CarryBit = 29, OverflowBit = 28, GreaterOrEqualShift = 16;

    private readonly UnicornEngine engine;
    private readonly Executor executor;
    private readonly Translator translator;
    private readonly HostMemory stateMemory = new((nuint)sizeof(TranslatedState));
    private readonly TranslatedState* translated;
    private readonly HookState* state;
    private uint xpsr;

    internal TranslatedRun(UnicornEngine engine, Executor executor, Translator translator)
    {
        this.engine = engine;
        this.executor = executor;
        this.translator = translator;
        translated = (TranslatedState*)stateMemory.Pointer;
        state = executor.State;
        translated->Limit = state->Events + state->Capacity;
        translated->Readable = executor.Stores.Readable;
        translated->Writable = executor.Stores.Writable;
    }

    /// <summary>Runs what is translated from the program counter on.</summary>
    /// <param name="pc">Where to begin; then, where it ended.</param>
    /// <param name="until">The block before which the run is to stop.</param>
    internal TranslatedEnd Run(ref uint pc, uint? until)
    {
        pc &= ~1u;
        if (Find(pc, until, out uint entry) is not { } region)
            return TranslatedEnd.None;
        if ((engine.ReadRegister(UnicornRegister.Xpsr) & IfThen) != 0)
            return TranslatedEnd.None; // The page began in the middle of an IT block.
        ReadRegisters();
        translated->Pass = 0;
        while (true)
        {
            translated->Entry = entry;
            translated->Events = state->Events + state->Count;
            translated->BytesLeft = state->BytesLeft;
            var exit = (TranslatedExit)region.Code(translated);
            state->Count = (int)(translated->Events - state->Events);
            state->BytesLeft = translated->BytesLeft;
            pc = translated->Registers[15];
            if (state->Count > state->Capacity) executor.DrainFullRing();
            if (exit == TranslatedExit.Inside)
                return End(pc, TranslatedEnd.InsideBlock);
            if (exit == TranslatedExit.Look && !Look(pc))
                return TranslatedEnd.Stopped;
            if (Find(pc, until, out entry) is { } next)
            {
                region = next;
                continue;
            }

            return End(pc, TranslatedEnd.Engine);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stateMemory.Dispose();

    /// <summary>The region that is to run at a block, or null.</summary>
    internal TranslatedRegion? Find(uint pc, uint? until, out uint entry)
    {
        if (translator.Find(pc, out entry) is not { } region || !executor.Stores.MayExecute)
            return null;
        return until is { } address && region.Holds(address) ? null : region;
    }

    /// <summary>What the engine's hook does at a block when a limit or the target may be near, or the ring is full. False when the run stops there.</summary>
    private bool Look(uint pc)
    {
        uint size = executor.Events.SizeOfBlock(pc);
        if (state->BytesLeft >= size && state->Count < state->Capacity)
            return true; // The ring was drained in the middle of the block before.
        WriteRegisters(pc, 0);
        state->BytesLeft -= size;
        if (!executor.EnterBlock(pc, size))
            return false;
        translated->Pass = state->BytesLeft < 0 ? 1u : 0;
        state->BytesLeft += size;
        return true;
    }

    private TranslatedEnd End(uint pc, TranslatedEnd end)
    {
        WriteRegisters(pc, end == TranslatedEnd.InsideBlock ? translated->IfThen : 0);
        return end;
    }

    private void ReadRegisters()
    {
        for (int r = 0; r < 15; r++) translated->Registers[r] = engine.ReadRegister(Registers.Of((CoreRegister)r));
        xpsr = engine.ReadRegister(UnicornRegister.Xpsr);
        translated->Negative = xpsr & Negative;
        translated->NotZero = ~xpsr & Zero;
        translated->Carry = xpsr >> CarryBit & 1;
        translated->Overflow = xpsr << (31 - OverflowBit);
        translated->Saturated = xpsr & Saturated;
        translated->GreaterOrEqual = (xpsr & GreaterOrEqual) >> GreaterOrEqualShift;
    }

    private void WriteRegisters(uint pc, uint ifThen)
    {
        uint flags = (translated->Negative & Negative) | (translated->NotZero == 0 ? Zero : 0) | (translated->Carry << CarryBit) | (translated->Overflow >> 31 << OverflowBit)
            | (translated->Saturated != 0 ? Saturated : 0) | (translated->GreaterOrEqual << GreaterOrEqualShift);
        uint split = ((ifThen & 3) << 25) | ((ifThen & 0xFC) << 8);
        engine.WriteRegister(UnicornRegister.Xpsr, (xpsr & ~(ConditionFlags | GreaterOrEqual | IfThen)) | flags | split);
        engine.WriteRegister(UnicornRegister.ApsrGe, flags & GreaterOrEqual);
        for (int r = 0; r < 15; r++) engine.WriteRegister(Registers.Of((CoreRegister)r), translated->Registers[r]);
        engine.WriteRegister(UnicornRegister.Pc, pc | 1);
    }
}
