using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace McuSim.Machine.Engine;

/// <summary>The functions of libunicorn that McuSim calls, exactly as the header declares them.</summary>
internal static unsafe partial class UnicornCalls
{
    static UnicornCalls() => RuntimeHelpers.RunClassConstructor(typeof(UnicornLibrary).TypeHandle);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_open")]
    internal static partial UnicornError Open(int architecture, int mode, out nint engine);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_close")]
    internal static partial UnicornError Close(nint engine);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_strerror")]
    internal static partial byte* ErrorText(UnicornError error);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_ctl")]
    private static partial UnicornError Control(UnicornEngine engine, uint control, nint argument0, nint argument1);

    // Apple's arm64 convention passes variadic arguments on the stack: six unused ones fill the argument registers first.
    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_ctl")]
    private static partial UnicornError ControlOnStack(
        UnicornEngine engine, uint control, nint x2, nint x3, nint x4, nint x5, nint x6, nint x7, nint argument0, nint argument1);

    /// <summary>uc_ctl, which is variadic.</summary>
    internal static UnicornError CallControl(UnicornEngine engine, uint control, nint argument0 = 0, nint argument1 = 0) =>
        OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? ControlOnStack(engine, control, 0, 0, 0, 0, 0, 0, argument0, argument1)
            : Control(engine, control, argument0, argument1);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_reg_write")]
    internal static partial UnicornError WriteRegister(UnicornEngine engine, int register, uint* value);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_reg_read")]
    internal static partial UnicornError ReadRegister(UnicornEngine engine, int register, uint* value);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_reg_write_batch")]
    internal static partial UnicornError WriteRegisters(UnicornEngine engine, int* registers, void** values, int count);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_reg_read_batch")]
    internal static partial UnicornError ReadRegisters(UnicornEngine engine, int* registers, void** values, int count);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_mem_map_ptr")]
    internal static partial UnicornError MapMemory(UnicornEngine engine, ulong address, nuint size, UnicornPermissions permissions, byte* memory);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_mem_protect")]
    internal static partial UnicornError ProtectMemory(UnicornEngine engine, ulong address, nuint size, UnicornPermissions permissions);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_mmio_map")]
    internal static partial UnicornError MapDevice(
        UnicornEngine engine,
        ulong address,
        nuint size,
        delegate* unmanaged[Cdecl]<nint, ulong, uint, nint, ulong> read,
        nint readData,
        delegate* unmanaged[Cdecl]<nint, ulong, uint, ulong, nint, void> write,
        nint writeData);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_hook_add")]
    internal static partial UnicornError AddHook(
        UnicornEngine engine, out nuint hook, UnicornHook type, void* callback, void* userData, ulong begin, ulong end);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_emu_start")]
    internal static partial UnicornError Start(UnicornEngine engine, ulong begin, ulong until, ulong timeout, nuint count);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_emu_stop")]
    internal static partial UnicornError Stop(nint engine);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_context_alloc")]
    internal static partial UnicornError AllocateContext(UnicornEngine engine, out nint context);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_context_save")]
    internal static partial UnicornError SaveContext(UnicornEngine engine, UnicornContext context);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_context_restore")]
    internal static partial UnicornError RestoreContext(UnicornEngine engine, UnicornContext context);

    [LibraryImport(UnicornLibrary.Name, EntryPoint = "uc_context_free")]
    internal static partial UnicornError FreeContext(nint context);
}
