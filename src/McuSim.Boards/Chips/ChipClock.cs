using System.Collections.Immutable;

namespace McuSim.Boards;

/// <summary>A clock of a chip's clock tree.</summary>
/// <param name="Name">Its name in the chip file.</param>
public abstract record ChipClock(string Name);

/// <summary>An oscillator of one frequency.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hz">Its frequency; null for the board's external clock (<see cref="Board.ExternalClockHz"/>).</param>
public sealed record FixedClock(string Name, long? Hz) : ChipClock(Name);

/// <summary>An oscillator whose frequency a field sets.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">The field.</param>
/// <param name="Hz">The frequency for each value of the field.</param>
public sealed record TunedClock(string Name, RegisterField Field, ImmutableArray<long> Hz) : ChipClock(Name);

/// <summary>A switch between clocks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Field">The field that switches.</param>
/// <param name="From">The index in <see cref="ChipFamily.Clocks"/> for each value of the field; -1 where there is no clock.</param>
public sealed record ChosenClock(string Name, RegisterField Field, ImmutableArray<int> From) : ChipClock(Name);

/// <summary>A clock multiplied or divided.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The index of the clock that it is made from.</param>
/// <param name="Field">The field that holds the factor.</param>
/// <param name="Plus">What is added to the field's value.</param>
/// <param name="Factors">The factor for each value of the field; empty when the value is the factor.</param>
/// <param name="Multiplies">Whether the clock is multiplied, else divided.</param>
public sealed record ScaledClock(string Name, int From, RegisterField Field, int Plus, ImmutableArray<int> Factors, bool Multiplies) : ChipClock(Name);
