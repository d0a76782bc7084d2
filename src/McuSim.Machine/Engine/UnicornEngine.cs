using System.Runtime.InteropServices;
using McuSim.Boards;

namespace McuSim.Machine.Engine;

/// <summary>One Unicorn engine that runs as a Cortex-M (uc_engine).</summary>
internal sealed unsafe class UnicornEngine : SafeHandle
{
    private const int ArchitectureArm = 1;
    private const int ModeThumb = 1 << 4;

    // uc_ctl's first argument: type | number of arguments << 26 | direction << 30 (1 = write).
    private const uint ControlWrite = 1u << 30;
    private const uint ControlCpuModel = 7 | (1u << 26) | ControlWrite;
    private const uint ControlRemoveCode = 9 | (2u << 26) | ControlWrite;

    private UnicornEngine(nint engine)
        : base(0, ownsHandle: true) => SetHandle(engine);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Opens an engine for a core.</summary>
    internal static UnicornEngine Open(CoreKind core)
    {
        UnicornLibrary.Require();
        // UC_MODE_MCLASS would force a Cortex-M33 whatever model is asked for: Thumb mode alone keeps the model.
        Check(UnicornCalls.Open(ArchitectureArm, ModeThumb, out nint handle));
        var engine = new UnicornEngine(handle);
        Check(UnicornCalls.CallControl(engine, ControlCpuModel, (nint)ModelOf(core)));
        return engine;
    }

    /// <summary>Throws when a call that can only fail by a mistake in McuSim failed.</summary>
    internal static void Check(UnicornError error)
    {
        if (error != UnicornError.Ok)
            throw new InvalidOperationException($"Unicorn: {Describe(error)}");
    }

    /// <summary>The library's own words for an error.</summary>
    internal static string Describe(UnicornError error) =>
        Marshal.PtrToStringUTF8((nint)UnicornCalls.ErrorText(error)) ?? error.ToString();

    internal uint ReadRegister(UnicornRegister register)
    {
        uint value = 0;
        Check(UnicornCalls.ReadRegister(this, (int)register, &value));
        return value;
    }

    internal void WriteRegister(UnicornRegister register, uint value) =>
        Check(UnicornCalls.WriteRegister(this, (int)register, &value));

    internal void MapMemory(uint address, uint size, UnicornPermissions permissions, byte* memory) =>
        Check(UnicornCalls.MapMemory(this, address, size, permissions, memory));

    internal void Protect(uint address, uint size, UnicornPermissions permissions) =>
        Check(UnicornCalls.ProtectMemory(this, address, size, permissions));

    internal void AddHook(UnicornHook type, void* callback, void* userData, ulong begin = 1, ulong end = 0) =>
        Check(UnicornCalls.AddHook(this, out _, type, callback, userData, begin, end));

    /// <summary>Runs from <paramref name="programCounter"/> until a hook stops it or something goes wrong.</summary>
    internal UnicornError Start(uint programCounter) =>
        // Hooks decide where to stop. An odd address is never reached.
        UnicornCalls.Start(this, programCounter | 1, until: 1, timeout: 0, count: 0);

    /// <summary>
    /// Forgets the translated code of a range of executable memory: needed after its bytes were changed from outside. (The call that
    /// forgets all code, UC_CTL_TB_FLUSH, takes 0.1 to 3 seconds and a gigabyte of memory in version 2.0.1.)
    /// </summary>
    internal void ForgetCode(uint start, ulong end) => Check(UnicornCalls.CallControl(this, ControlRemoveCode, (nint)start, (nint)end));

    internal UnicornContext CreateContext()
    {
        Check(UnicornCalls.AllocateContext(this, out nint context));
        return new UnicornContext(context);
    }

    internal void Save(UnicornContext context) => Check(UnicornCalls.SaveContext(this, context));

    internal void Restore(UnicornContext context) => Check(UnicornCalls.RestoreContext(this, context));

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => UnicornCalls.Close(handle) == UnicornError.Ok;

    private static UnicornCpu ModelOf(CoreKind core) => core switch
    {
        CoreKind.CortexM0 or CoreKind.CortexM0Plus => UnicornCpu.CortexM0,
        CoreKind.CortexM3 => UnicornCpu.CortexM3,
        CoreKind.CortexM4 => UnicornCpu.CortexM4,
        CoreKind.CortexM7 => UnicornCpu.CortexM7,
        CoreKind.CortexM33 => UnicornCpu.CortexM33,
        _ => throw new ArgumentOutOfRangeException(nameof(core), core, null),
    };
}
