namespace McuSim.Machine.System;

/// <summary>Numbers of the system exceptions (DDI 0403E, table B1-4). Interrupt line n is exception 16 + n.</summary>
internal static class ExceptionNumber
{
    internal const int Nmi = 2, HardFault = 3, MemoryManagement = 4, BusFault = 5, UsageFault = 6, SupervisorCall = 11,
        PendSv = 14, SysTick = 15, FirstInterrupt = 16, Count = 256;
}
