using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using McuSim.Machine.Engine;
using McuSim.Machine.Execution;

namespace McuSim.Machine.Debugging;

/// <summary>The functions that the engine calls at every instruction and access of a machine that is being debugged.</summary>
internal static unsafe class DebugHooks
{
    /// <summary>Has the hooks called.</summary>
    internal static void Install(UnicornEngine engine, Executor executor)
    {
        delegate* unmanaged[Cdecl]<nint, ulong, uint, HookState*, void> instruction = &Instruction;
        delegate* unmanaged[Cdecl]<nint, UnicornAccess, ulong, int, long, HookState*, void> access = &Access;
        engine.AddHook(UnicornHook.Code, instruction, executor.State);
        engine.AddHook(UnicornHook.Read | UnicornHook.Write, access, executor.State);
    }

    /// <summary>An instruction is about to run.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Instruction(nint engine, ulong address, uint size, HookState* state)
    {
        DebugState* debug = state->Debug;
        if ((uint)address == debug->Resumed)
        {
            debug->Resumed = 1;
            return;
        }

        int bit = DebugState.FilterBit((uint)address);
        bool steps = debug->StepsLeft > 0 && --debug->StepsLeft == 0;
        bool mayBreak = (debug->Filter[bit >> 6] >> (bit & 63) & 1) != 0;
        if ((steps || mayBreak || debug->WatchHit != 0) && EngineHooks.Owner(state).StopsAt((uint)address, steps))
            UnicornCalls.Stop(engine);
    }

    /// <summary>The program reads or writes memory.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Access(nint engine, UnicornAccess type, ulong address, int size, long value, HookState* state)
    {
        DebugState* debug = state->Debug;
        for (int i = 0; i < debug->WatchCount; i++)
        {
            uint* watch = debug->Watches + (3 * i);
            uint kind = (uint)(type == UnicornAccess.Write ? WatchKind.Write : WatchKind.Read);
            if ((watch[2] & kind) == 0 || address + (uint)size <= watch[0] || address >= (ulong)watch[0] + watch[1])
                continue;
            debug->WatchHit = 1;
            debug->WatchedAddress = Math.Max((uint)address, watch[0]);
        }
    }
}
