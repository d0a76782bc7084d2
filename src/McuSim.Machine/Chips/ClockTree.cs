using McuSim.Boards;

namespace McuSim.Machine.Chips;

/// <summary>Computes the clocks of a chip from what the program wrote into its registers.</summary>
internal sealed class ClockTree(Board board, Func<uint, uint> register)
{
    /// <summary>The frequency of a clock in Hz, or null when it is not known or does not run.</summary>
    internal double? Hz(string name)
    {
        if (board.Chip is not { } chip)
            return null;
        var hz = new double?[chip.Clocks.Length];
        for (int i = 0; i < hz.Length; i++)
        {
            hz[i] = Hz(chip.Clocks[i], hz);
            if (chip.Clocks[i].Name == name)
                return hz[i];
        }

        return null;
    }

    private double? Hz(ChipClock clock, double?[] hz)
    {
        switch (clock)
        {
            case FixedClock { Hz: var own }:
                return own ?? board.ExternalClockHz;
            case TunedClock tuned:
                return Value(tuned.Field) is var tune && tune < tuned.Hz.Length ? tuned.Hz[(int)tune] : null;
            case ChosenClock chosen:
                return Value(chosen.Field) is var choice && choice < chosen.From.Length && chosen.From[(int)choice] is >= 0 and var from ? hz[from] : null;
            case ScaledClock scaled:
                uint value = Value(scaled.Field);
                long factor = scaled.Factors.IsEmpty ? value + scaled.Plus : value < scaled.Factors.Length ? scaled.Factors[(int)value] : 0;
                return factor == 0 ? null : scaled.Multiplies ? hz[scaled.From] * factor : hz[scaled.From] / factor;
            default:
                return null;
        }
    }

    private uint Value(RegisterField field) => field.Of(register(field.Address));
}
