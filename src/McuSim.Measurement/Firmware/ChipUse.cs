using System.Collections.Immutable;
using System.Globalization;

using McuSim.Boards;
using McuSim.Machine;

namespace McuSim.Measurement;

/// <summary>What the program set up in the chip, and what it used there that McuSim does not know. A setting is null where the chip has none or McuSim cannot tell.</summary>
/// <param name="ClockHz">The core's clock at the end of the run, in Hz.</param>
/// <param name="WaitStates">Flash wait states.</param>
/// <param name="Prefetch">Whether the flash interface fetches ahead.</param>
/// <param name="InstructionAccelerator">Whether the flash interface's instruction cache is on.</param>
/// <param name="DataAccelerator">Whether the flash interface's data cache is on.</param>
/// <param name="InstructionCache">Whether the core's instruction cache is on.</param>
/// <param name="DataCache">Whether the core's data cache is on.</param>
/// <param name="UnknownRegisters">The registers that the program used and McuSim does not know, by address: they read zero until they are written.</param>
public sealed record ChipUse(
    double? ClockHz, int? WaitStates, bool? Prefetch, bool? InstructionAccelerator, bool? DataAccelerator, bool? InstructionCache, bool? DataCache,
    ImmutableArray<RegisterUse> UnknownRegisters)
{
    /// <summary>The pins whose output the program changed, by name.</summary>
    public ImmutableArray<PinUse> Pins { get; init; } = [];

    internal static ChipUse Of(McuMachine machine, PinWatch pins)
    {
        ChipSettings s = machine.Settings;
        bool hasCaches = machine.Board.Core.Kind == CoreKind.CortexM7;
        return new(
            s.CoreHz, s.WaitStates, s.Prefetch, s.InstructionAccelerator, s.DataAccelerator,
            hasCaches ? machine.InstructionCacheEnabled : null, hasCaches ? machine.DataCacheEnabled : null,
            [.. machine.UnknownRegisters.Select(r => new RegisterUse(string.Create(CultureInfo.InvariantCulture, $"0x{r.Address:x8}"), r.Peripheral, r.Reads, r.Writes))])
        {
            Pins = pins.Pins,
        };
    }
}

/// <summary>How often a register was used.</summary>
/// <param name="Address">Its address, as <c>0x40023800</c>.</param>
/// <param name="Peripheral">The peripheral that it belongs to, or null when that is not known either.</param>
/// <param name="Reads">How often it was read.</param>
/// <param name="Writes">How often it was written.</param>
public sealed record RegisterUse(string Address, string? Peripheral, long Reads, long Writes);
