using McuSim.Machine.Engine;
using McuSim.Machine.Memory;

namespace McuSim.Machine.Execution;

/// <summary>Connects the <see cref="EngineHooks"/> to an engine.</summary>
internal static unsafe class HookInstaller
{
    internal static void Install(UnicornEngine engine, Executor executor, MemoryMap memory, RecordedAccesses accesses)
    {
        HookState* state = executor.State;
        delegate* unmanaged[Cdecl]<nint, UnicornAccess, ulong, int, long, HookState*, byte> refused = &EngineHooks.Refused;
        delegate* unmanaged[Cdecl]<nint, UnicornAccess, ulong, int, long, HookState*, void> outside = &EngineHooks.OutsideRegion;
        delegate* unmanaged[Cdecl]<nint, uint, HookState*, void> interrupt = &EngineHooks.Interrupt;

        engine.AddHook(UnicornHook.Block, HookStubs.Block, state);
        StoreTarget* targets = executor.Stores.Targets;
        foreach (MappedRegion region in memory.Regions.Where(r => r.Region.Writable))
        {
            *targets = new StoreTarget { Bias = region.Host.Pointer - region.MapStart, Pages = state->Pages };
            engine.AddHook(UnicornHook.WriteProtected, HookStubs.Store, targets++, region.MapStart, (ulong)region.MapStart + region.MapSize - 1);
        }

        engine.AddHook(UnicornHook.InvalidAccess, refused, state);
        engine.AddHook(UnicornHook.Interrupt, interrupt, state);
        foreach (AddressRange range in accesses.Ranges)
            engine.AddHook(UnicornHook.Read | UnicornHook.Write, HookStubs.Access, state, range.First, range.Last);

        // A region that does not fill its last page leaves bytes that the engine would allow. Watching them costs speed, on such boards only.
        foreach (MappedRegion region in memory.Regions)
        {
            ulong mapEnd = (ulong)region.MapStart + region.MapSize;
            if (region.MapStart < region.Region.Start)
                engine.AddHook(UnicornHook.Read | UnicornHook.Write, outside, state, region.MapStart, region.Region.Start - 1);
            if (region.Region.End < mapEnd)
                engine.AddHook(UnicornHook.Read | UnicornHook.Write, outside, state, region.Region.End, mapEnd - 1);
        }
    }
}
