using System.Globalization;
using McuSim.Boards;
using McuSim.Common;

namespace McuSim.Machine;

/// <summary>A level that the outside gives to an input pin from some time on.</summary>
/// <param name="Port">The port's name in the chip file (GPIOC, P0).</param>
/// <param name="Pin">The pin's number in the port.</param>
/// <param name="High">The level.</param>
/// <param name="Seconds">When, in simulated seconds after power-on.</param>
public readonly record struct PinInput(string Port, int Pin, bool High, double Seconds)
{
    /// <summary>Reads a level given as <c>PC13=low</c>, <c>P0.11=high@0.5s</c> or <c>PA0=high@20ms</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="board">The board, which must have the port.</param>
    /// <exception cref="McuSimException">It is none of these, or the board's chip has no such port (exit code 2).</exception>
    public static PinInput Parse(string text, Board board)
    {
        string[] parts = text.Split('=', 2);
        string[] level = parts[^1].Split('@', 2);
        if (parts.Length < 2 || level[0] is not ("high" or "low") || (level.Length > 1 ? Time(level[1]) : 0) is not { } seconds)
            throw McuSimException.BadInput($"{text} is no level of a pin: give PIN=high or PIN=low, with a time behind it such as @20ms or @1.5s, for example PC13=low@1s.");
        (string port, int pin) = Place(parts[0], board) ?? throw McuSimException.BadInput(
            $"{text}: board {board.Name} has no pin {parts[0]} that can be set; its ports are {string.Join(", ", Ports(board))}, and a pin is called PC13, P0.11 or GPIOC.13.");
        return new PinInput(port, pin, level[0] == "high", seconds);
    }

    /// <summary>What people call a pin: PC13 of port GPIOC, else P0.13.</summary>
    public static string Name(string port, int pin) => string.Create(CultureInfo.InvariantCulture,
        $"{(port.Length == 5 && port.StartsWith("GPIO", StringComparison.Ordinal) ? $"P{port[4]}" : port == "SIO" ? "GPIO" : $"{port}.")}{pin}");

    /// <summary>The levels that a board's file gives.</summary>
    internal static IEnumerable<PinInput> Of(Board board)
    {
        foreach (BoardPin pin in board.Pins)
        {
            if (Place(pin.Name, board) is not var (port, number))
                throw McuSimException.BadInput($"Board {board.Name}: its chip has no pin {pin.Name}; its ports are {string.Join(", ", Ports(board))}.");
            yield return new PinInput(port, number, pin.High, 0);
        }
    }

    private static (string Port, int Pin)? Place(string name, Board board)
    {
        int digits = name.Length;
        while (digits > 0 && char.IsAsciiDigit(name[digits - 1])) digits--;
        if (!int.TryParse(name.AsSpan(digits), NumberStyles.None, CultureInfo.InvariantCulture, out int pin) || pin > 31)
            return null;
        string port = name[..digits].TrimEnd('.').ToUpperInvariant();
        string[] candidates = [port, port.Length == 2 && port[0] == 'P' ? $"GPIO{port[1]}" : port, port == "GPIO" ? "SIO" : port];
        return candidates.FirstOrDefault(c => Ports(board).Contains(c)) is { } found ? (found, pin) : null;
    }

    private static IEnumerable<string> Ports(Board board) =>
        (board.Chip?.Peripherals ?? []).Where(p => p.Device is "gpio" or "gpio-v1" or "nrf-gpio" or "rp2040-sio").Select(p => p.Name);

    private static double? Time(string text)
    {
        (string number, double unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 1e-3)
            : text.EndsWith("us", StringComparison.Ordinal) ? (text[..^2], 1e-6)
            : text.EndsWith('s') ? (text[..^1], 1.0) : ("", 0);
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) ? value * unit : null;
    }
}
