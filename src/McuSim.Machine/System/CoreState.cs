using McuSim.Machine.Engine;

namespace McuSim.Machine.System;

/// <summary>The engine's special registers. The engine keeps the rules of the instruction set for them, so that some can be written in some modes only.</summary>
/// <param name="Xpsr">Flags, IT state and exception number.</param>
/// <param name="Control">CONTROL: nPRIV, SPSEL, FPCA.</param>
/// <param name="Msp">Main stack pointer.</param>
/// <param name="Psp">Process stack pointer.</param>
internal readonly record struct CoreState(uint Xpsr, uint Control, uint Msp, uint Psp)
{
    internal const uint Unprivileged = 1, ProcessStack = 2, FloatingPointActive = 4;
    internal const uint Thumb = 1u << 24, ExceptionBits = 0x1FF, GreaterOrEqual = 0xF_0000;

    /// <summary>The active exception, 0 in thread mode.</summary>
    internal int Exception => (int)(Xpsr & ExceptionBits);

    /// <summary>Whether the process stack is in use.</summary>
    internal bool UsesProcessStack => Exception == 0 && (Control & ProcessStack) != 0;

    internal static CoreState Read(UnicornEngine engine)
    {
        uint xpsr = engine.ReadRegister(UnicornRegister.Xpsr), control = engine.ReadRegister(UnicornRegister.Control);
        bool isHidden = IsHidden(xpsr, control);
        if (isHidden) engine.WriteRegister(UnicornRegister.Xpsr, xpsr | ExceptionNumber.HardFault);
        var state = new CoreState(xpsr, control, engine.ReadRegister(UnicornRegister.Msp), engine.ReadRegister(UnicornRegister.Psp));
        if (isHidden) engine.WriteRegister(UnicornRegister.Xpsr, xpsr);
        return state;
    }

    internal static ExceptionMasks ReadMasks(UnicornEngine engine)
    {
        uint xpsr = engine.ReadRegister(UnicornRegister.Xpsr);
        bool isHidden = IsHidden(xpsr, engine.ReadRegister(UnicornRegister.Control));
        if (isHidden) engine.WriteRegister(UnicornRegister.Xpsr, xpsr | ExceptionNumber.HardFault);
        var masks = new ExceptionMasks(
            (engine.ReadRegister(UnicornRegister.Primask) & 1) != 0,
            (engine.ReadRegister(UnicornRegister.Faultmask) & 1) != 0,
            engine.ReadRegister(UnicornRegister.Basepri) & 0xFF);
        if (isHidden) engine.WriteRegister(UnicornRegister.Xpsr, xpsr);
        return masks;
    }

    /// <summary>Writes all of them: CONTROL.SPSEL takes effect in thread mode only, the stack pointers need privilege.</summary>
    internal void Write(UnicornEngine engine)
    {
        engine.WriteRegister(UnicornRegister.Xpsr, Thumb | ExceptionNumber.HardFault);
        engine.WriteRegister(UnicornRegister.Control, 0);
        engine.WriteRegister(UnicornRegister.Xpsr, Thumb);
        engine.WriteRegister(UnicornRegister.Control, Control & ~Unprivileged);
        engine.WriteRegister(UnicornRegister.Xpsr, Thumb | ExceptionNumber.HardFault);
        engine.WriteRegister(UnicornRegister.Msp, Msp & ~3u);
        engine.WriteRegister(UnicornRegister.Psp, Psp & ~3u);
        engine.WriteRegister(UnicornRegister.Control, Control);
        engine.WriteRegister(UnicornRegister.Xpsr, Xpsr);
        engine.WriteRegister(UnicornRegister.ApsrGe, Xpsr & GreaterOrEqual);
    }

    /// <summary>Unprivileged code reads the masks and stack pointers as zero, and so does the engine's interface.</summary>
    private static bool IsHidden(uint xpsr, uint control) => (xpsr & ExceptionBits) == 0 && (control & Unprivileged) != 0;
}
