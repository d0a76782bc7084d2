using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using McuSim.Machine.Engine;
using McuSim.Machine.Memory;
using McuSim.Machine.System;

namespace McuSim.Machine.Execution;

/// <summary>
/// The functions that the engine calls. They are plain native entry points that touch <see cref="HookState"/> only;
/// what is rare goes on to the <see cref="Executor"/>.
/// </summary>
internal static unsafe class EngineHooks
{
    /// <summary>A block is about to run.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Block(nint engine, ulong address, uint size, HookState* state)
    {
        if (state->Resumes != 0)
        {
            state->Resumes = 0;
            state->BytesLeft = state->BytesLeftAfter;
            return;
        }

        if (state->Pages[(uint)address / MemoryMap.PageSize] == StorePages.Translated && (uint)address != state->Direct && Owner(state).IsTranslated((uint)address))
        {
            state->EntersTranslation = 1;
            UnicornCalls.Stop(engine);
            return;
        }

        state->Direct = 1;
        if (((state->BytesLeft -= size) < 0) | (state->Count >= state->Capacity) | ((uint)address == state->Until) | (state->Pages[(uint)address / MemoryMap.PageSize] == StorePages.Fast))
        {
            if (!Owner(state).EnterBlock((uint)address, size))
            {
                UnicornCalls.Stop(engine);
                return;
            }
        }

        state->Events[state->Count++] = ExecutionEvent.Pack(ExecutionEventKind.Block, (uint)address, size);
    }

    /// <summary>The program reads or writes memory.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Access(nint engine, UnicornAccess type, ulong address, int size, long value, HookState* state)
    {
        if (state->Count >= state->Capacity)
            Owner(state).DrainInBlock();
        ExecutionEventKind kind = type == UnicornAccess.Write ? ExecutionEventKind.Write : ExecutionEventKind.Read;
        if ((((uint)address & ((uint)size - 1)) | state->PartsLeft) != 0 && kind == ExecutionEventKind.Read && IsPart(state, (uint)address, (uint)size))
            return;
        state->Events[state->Count++] = ExecutionEvent.Pack(kind, (uint)address, (uint)size);
    }

    /// <summary>The program writes memory whose stores are the hooks' own: the engine's would take several times as long. 0 where it is not, which <see cref="Refused"/> sorts out.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static byte Store(nint engine, UnicornAccess type, ulong address, int size, long value, StoreTarget* target)
    {
        if (((uint)address % MemoryMap.PageSize) + (uint)size > MemoryMap.PageSize || target->Pages[(uint)address / MemoryMap.PageSize] != StorePages.Fast)
            return 0;
        byte* host = target->Bias + (uint)address;
        switch (size)
        {
            case 1:
                *host = (byte)value;
                break;
            case 2:
                Unsafe.WriteUnaligned(host, (ushort)value);
                break;
            case 4:
                Unsafe.WriteUnaligned(host, (uint)value);
                break;
            default:
                Unsafe.WriteUnaligned(host, value);
                break;
        }

        return 1;
    }

    /// <summary>An access that no memory takes ends the run; one in a page that is protected in part may be allowed.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static byte Refused(nint engine, UnicornAccess type, ulong address, int size, long value, HookState* state)
    {
        bool isProtected = type is UnicornAccess.ReadProtected or UnicornAccess.WriteProtected or UnicornAccess.FetchProtected;
        if (isProtected && Owner(state).Allow(type, (uint)address, size, value))
            return 1;
        Refuse(state, type, address, size);
        return 0;
    }

    /// <summary>An access to the rest of a page beside a region that does not fill it: no memory on the board.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void OutsideRegion(nint engine, UnicornAccess type, ulong address, int size, long value, HookState* state)
    {
        if (state->Refused != 0)
            return;
        Refuse(state, type == UnicornAccess.Write ? UnicornAccess.WriteUnmapped : UnicornAccess.ReadUnmapped, address, size);
        UnicornCalls.Stop(engine);
    }

    /// <summary>The processor took an exception.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void Interrupt(nint engine, uint number, HookState* state)
    {
        state->Exception = number;
        UnicornCalls.Stop(engine);
    }

    /// <summary>The program reads a device's register.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static ulong ReadDevice(nint engine, ulong offset, uint size, nint port)
    {
        var devicePort = (DevicePort)GCHandle.FromIntPtr(port).Target!;
        return devicePort.Read((uint)offset, (int)size);
    }

    /// <summary>The program writes a device's register.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    internal static void WriteDevice(nint engine, ulong offset, uint size, ulong value, nint port)
    {
        var devicePort = (DevicePort)GCHandle.FromIntPtr(port).Target!;
        devicePort.Write((uint)offset, (int)size, value);
    }

    /// <summary>
    /// Whether a read is no access of the program's: the engine reads the two aligned words (or halves) around an unaligned one that spans two
    /// of its pages, and reports these reads after the one that the program does. Stores are reported once.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsPart(HookState* state, uint address, uint size)
    {
        if (state->PartsLeft > 0 && address == state->NextPart && size == state->PartSize)
        {
            state->PartsLeft--;
            state->NextPart += size;
            return true;
        }

        bool spansPages = (address & (MemoryMap.PageSize - 1)) + size > MemoryMap.PageSize;
        state->PartsLeft = spansPages ? 2u : 0;
        state->NextPart = address & ~(size - 1);
        state->PartSize = size;
        return false;
    }

    private static void Refuse(HookState* state, UnicornAccess type, ulong address, int size)
    {
        state->Refused = type;
        state->RefusedAddress = (uint)address;
        state->RefusedSize = size;
        state->PartsLeft = 0;

        // The engine reports some accesses before it finds that memory refuses them: an access that did not happen is no event.
        ExecutionEventKind kind = type is UnicornAccess.ReadProtected or UnicornAccess.ReadUnmapped ? ExecutionEventKind.Read : ExecutionEventKind.Write;
        if (state->Count > 0 && state->Events[state->Count - 1] == ExecutionEvent.Pack(kind, (uint)address, (uint)size))
            state->Count--;
    }

    /// <summary>Who runs the engine.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Executor Owner(HookState* state) => (Executor)GCHandle.FromIntPtr(state->Owner).Target!;
}
