namespace McuSim.Machine;

/// <summary>What the program has set up in the chip's clock and flash registers; null where McuSim cannot tell.</summary>
/// <param name="WaitStates">Flash wait states.</param>
/// <param name="Prefetch">Whether the flash interface fetches ahead.</param>
/// <param name="InstructionAccelerator">Whether the flash interface's instruction cache is on.</param>
/// <param name="DataAccelerator">Whether the flash interface's data cache is on.</param>
/// <param name="CoreHz">The core's clock in Hz.</param>
public sealed record ChipSettings(int? WaitStates, bool? Prefetch, bool? InstructionAccelerator, bool? DataAccelerator, double? CoreHz);

/// <summary>A register that the program used and McuSim does not know.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Reads">How often it was read since reset.</param>
/// <param name="Writes">How often it was written.</param>
/// <param name="Peripheral">The peripheral that it belongs to, or null when that is not known either.</param>
public sealed record UnknownRegister(uint Address, long Reads, long Writes, string? Peripheral);
