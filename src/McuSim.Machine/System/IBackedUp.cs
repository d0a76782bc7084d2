namespace McuSim.Machine.System;

/// <summary>A device that a reset of the system leaves as it is: only power-on resets it.</summary>
internal interface IBackedUp : IBusDevice;

/// <summary>Why a chip starts anew.</summary>
internal enum ResetCause
{
    /// <summary>The program asked for it (AIRCR.SYSRESETREQ).</summary>
    Software,

    /// <summary>The independent watchdog was not fed.</summary>
    Watchdog,

    /// <summary>The window watchdog was not fed, or too early.</summary>
    WindowWatchdog,
}
