using System.Globalization;

using McuSim.Measurement;

using Spectre.Console;

namespace McuSim.Reports;

/// <summary>What a program set up in the chip, and which of its registers McuSim does not know.</summary>
internal static class ChipSection
{
    private const int MostRegisters = 12;
    private const int MostPins = 16;
    private const double ClockTolerance = 0.01;

    public static void Write(Surface surface, ChipUse chip, long boardHz)
    {
        surface.Heading("Chip, as the program left it");
        surface.Line($"{Settings(chip)}.");
        if (chip.ClockHz is { } hertz && Math.Abs(hertz - boardHz) > ClockTolerance * boardHz)
            surface.Line(new Phrase($"The board's file has {Figures.Clock(boardHz)}: the program did not set up that clock.", Look.Warning));
        if (chip.Pins.Length > 0)
        {
            string pins = string.Join(", ", chip.Pins.Take(MostPins).Select(p => $"{p.Name} {Figures.Count(p.Changes)} {(p.Changes == 1 ? "time" : "times")} (now {(p.High ? "high" : "low")})"));
            surface.Line($"Output pins that changed: {pins}{(chip.Pins.Length > MostPins ? $" and {Figures.Count(chip.Pins.Length - MostPins)} more" : "")}.");
        }

        if (chip.UnknownRegisters.Length == 0) return;
        surface.Line($"It used {Figures.Count(chip.UnknownRegisters.Length)} registers that McuSim does not know; they read zero until they are written:");
        Table table = Cells.Table(("Register", false), ("Peripheral", false), ("Reads", true), ("Writes", true));
        foreach (RegisterUse r in chip.UnknownRegisters.OrderByDescending(r => r.Reads + r.Writes).Take(MostRegisters))
            table.AddRow(Cells.Of(r.Address), Cells.Of(SafeText.Of(r.Peripheral ?? "")), Cells.Of(Figures.Count(r.Reads)), Cells.Of(Figures.Count(r.Writes)));
        surface.Write(table);
        if (chip.UnknownRegisters.Length > MostRegisters) surface.Line(new Phrase($"and {Figures.Count(chip.UnknownRegisters.Length - MostRegisters)} more", Look.Faint));
    }

    private static string Settings(ChipUse chip) => string.Join(", ", new[]
    {
        chip.ClockHz is { } hertz ? $"Core at {Figures.Clock((long)Math.Round(hertz))}" : "Core clock not known",
        chip.WaitStates is { } states ? string.Create(CultureInfo.InvariantCulture, $"{states} flash wait states") : null,
        Switch("prefetch", chip.Prefetch),
        Switch("flash instruction cache", chip.InstructionAccelerator),
        Switch("flash data cache", chip.DataAccelerator),
        Switch("instruction cache", chip.InstructionCache),
        Switch("data cache", chip.DataCache),
    }.OfType<string>());

    private static string? Switch(string name, bool? isOn) => isOn is { } on ? $"{name} {(on ? "on" : "off")}" : null;
}
