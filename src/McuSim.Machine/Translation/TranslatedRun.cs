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
    /// <summary>How many places that regions were left for are remembered; a power of two.</summary>
    private const int Links = 256;

    private readonly Executor executor;
    private readonly Translator translator;
    private readonly HostMemory stateMemory = new((nuint)sizeof(TranslatedState));
    private readonly TranslatedState* translated;
    private readonly HookState* state;
    private readonly RegisterFile registers;
    private readonly FloatRegisters floats;
    private readonly Link[] links = new Link[Links];
    private bool hasFloats;

    internal TranslatedRun(UnicornEngine engine, Executor executor, Translator translator)
    {
        this.executor = executor;
        this.translator = translator;
        translated = (TranslatedState*)stateMemory.Pointer;
        state = executor.State;
        registers = new RegisterFile(engine, translated);
        floats = new FloatRegisters(engine, translated);
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
        if (Find(pc, until, out uint entry) is not { } region || region.Rests)
            return TranslatedEnd.None;
        hasFloats = false;
        if (!HasFloatsFor(region) || !registers.Read())
            return TranslatedEnd.None;
        translated->Pass = 0;
        TranslatedRegion entered = region;
        long executed = 0;
        Array.Clear(links);
        while (true)
        {
            translated->Entry = entry;
            translated->Events = state->Events + state->Count;
            translated->BytesLeft = state->BytesLeft;
            var exit = (TranslatedExit)region.Code(translated);
            state->Count = (int)(translated->Events - state->Events);
            executed += state->BytesLeft - translated->BytesLeft;
            state->BytesLeft = translated->BytesLeft;
            pc = translated->Registers[15];
            if (exit == TranslatedExit.Jump && state->Count <= state->Capacity)
            {
                ref readonly Link link = ref links[(int)(pc >> 1) & (Links - 1)];
                if (link.Region is { } known && link.Address == pc)
                {
                    (region, entry) = (known, link.Entry);
                    continue;
                }
            }

            if (state->Count > state->Capacity) DrainFullRing();
            if (exit == TranslatedExit.Look && !Look(pc))
                return TranslatedEnd.Stopped;
            uint ifThen = exit == TranslatedExit.Jump ? 0 : translated->IfThen;
            if (exit <= TranslatedExit.Look && ifThen == 0 && Find(pc, until, out entry) is { } next && HasFloatsFor(next))
            {
                region = next;
                links[(int)(pc >> 1) & (Links - 1)] = new Link(next, pc, entry);
                continue;
            }

            entered.Count(executed);
            Write(pc, ifThen);
            if (exit == TranslatedExit.Inside)
                return TranslatedEnd.InsideBlock;
            translator.Met(pc);
            return TranslatedEnd.Engine;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        registers.Dispose();
        floats.Dispose();
        stateMemory.Dispose();
    }

    /// <summary>The region that is to run at a block, or null.</summary>
    internal TranslatedRegion? Find(uint pc, uint? until, out uint entry)
    {
        if (translator.Find(pc, out entry) is not { } region || !executor.Stores.MayExecute || executor.Events.SetsStackLimit)
            return null;
        return until is { } address && region.Holds(address) ? null : region;
    }

    private void DrainFullRing()
    {
        executor.DrainFullRing();
        Array.Clear(links);
    }

    /// <summary>What the engine's hook does at a block when a limit or the target may be near, or the ring is full. False when the run stops there.</summary>
    private bool Look(uint pc)
    {
        uint size = executor.Events.SizeOfBlock(pc);
        if (state->BytesLeft >= size && state->Count < state->Capacity)
            return true; // The ring was drained in the middle of the block before.
        Write(pc, translated->IfThen);
        Array.Clear(links);
        state->BytesLeft -= size;
        if (!executor.EnterBlock(pc, size))
            return false;
        translated->Pass = state->BytesLeft < 0 ? 1u : 0;
        state->BytesLeft += size;
        return true;
    }

    /// <summary>Whether the floating-point registers are here, or are not needed; the engine must go on otherwise.</summary>
    private bool HasFloatsFor(TranslatedRegion region)
    {
        if (!region.UsesFloat || hasFloats)
            return true;
        hasFloats = floats.Read();
        if (!hasFloats) region.Refuse();
        return hasFloats;
    }

    private void Write(uint pc, uint ifThen)
    {
        registers.Write(pc, ifThen);
        if (hasFloats) floats.Write();
    }

    /// <summary>The region that goes on at an address, as long as nothing happens that <see cref="Find"/> depends on.</summary>
    private readonly record struct Link(TranslatedRegion Region, uint Address, uint Entry);
}
